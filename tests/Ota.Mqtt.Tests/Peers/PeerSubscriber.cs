using Ota.Testing;

namespace Ota.Mqtt.Tests.Peers;

/// <summary>A subscriber that runs until the test kills it (SIGKILL).</summary>
internal sealed class PeerSubscriber(PeerProcess process) : IAsyncDisposable
{
    /// <summary>Everything received up to the message on this topic, which is left out.</summary>
    public async Task<List<PeerArrival>> UntilAsync(string topic)
    {
        List<PeerArrival> arrivals = await UntilAsync(arrival => arrival.Topic == topic);
        return arrivals[..^1];
    }

    /// <summary>Everything received up to this message.</summary>
    public async Task<List<PeerArrival>> UntilAsync(Predicate<PeerArrival> isLast)
    {
        IReadOnlyList<string> lines = await process.LinesUntilAsync(line => IsMessage(line) && isLast(PeerArrival.Parse(line)));
        return [.. lines.Where(IsMessage).Select(PeerArrival.Parse)];
    }

    public async Task<PeerArrival> FirstAsync() => (await UntilAsync(_ => true))[0];

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static bool IsMessage(string line) => line.StartsWith(PeerArrival.Prefix, StringComparison.Ordinal);
}

using Ota.Core.Vehicles;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Tests.Bridge.Upstream;

/// <summary>A feature that takes whatever comes, and lets a test wait for the first.</summary>
internal sealed class HeardEvidence(string type) : IUpHandler
{
    private readonly TaskCompletionSource<byte[]> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Type => type;

    public Task<byte[]> First => _first.Task;

    public Task<UpReceipt> TakeAsync(Vid vehicle, ReadOnlyMemory<byte> payload, DateTimeOffset received, CancellationToken stop)
    {
        _first.TrySetResult(payload.ToArray());
        return Task.FromResult(UpReceipt.Stored);
    }
}

using Ota.Core.Vehicles;
using Ota.Server.Bridge;

namespace Ota.Server.Tests.Rollouts;

/// <summary>Keeps what is published to vehicles.</summary>
internal sealed class RecordedDownTopics : IDownTopics
{
    private readonly List<(string Vid, string Type, byte[] Payload)> _published = [];

    public IReadOnlyList<(string Vid, string Type, byte[] Payload)> Published => _published;

    public Task PublishAsync(Vid vehicle, string type, ReadOnlyMemory<byte> payload, TimeSpan expiry, CancellationToken stop)
    {
        _published.Add((vehicle.Value, type, payload.ToArray()));
        return Task.CompletedTask;
    }
}

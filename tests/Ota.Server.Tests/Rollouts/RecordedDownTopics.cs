using Ota.Core.Vehicles;
using Ota.Server.Bridge;

namespace Ota.Server.Tests.Rollouts;

/// <summary>Keeps what is published to vehicles.</summary>
internal sealed class RecordedDownTopics : IDownTopics
{
    private readonly TaskCompletionSource _missed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(string Vid, string Type, byte[] Payload)> _published = [];

    public IReadOnlyList<(string Vid, string Type, byte[] Payload)> Published => _published;

    /// <summary>Whether the broker is away: then whoever publishes waits.</summary>
    public bool IsAway { get; set; }

    /// <summary>Completes when somebody waits for it.</summary>
    public Task Missed => _missed.Task;

    public Task PublishAsync(Vid vehicle, string type, ReadOnlyMemory<byte> payload, TimeSpan expiry, CancellationToken stop)
    {
        if (IsAway)
        {
            _missed.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        }

        _published.Add((vehicle.Value, type, payload.ToArray()));
        return Task.CompletedTask;
    }
}

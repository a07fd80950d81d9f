using Ota.Server.Telemetry.History;
using Ota.Server.Telemetry.Sinks;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>
/// Sees to it that sinks get what the history has, also across a kill: at the start it offers them again what was received since the
/// mark, then moves the mark behind what has reached every spool.
/// </summary>
internal sealed class SinkFollower(
    TelemetrySinks sinks, SinkFeed feed, ITelemetryHistory history, JournalMark mark, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Between its receipt and the spool's flush a message waits for its commit, for whoever tells of it, and for a second of batching.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (sinks.All.Count == 0) return;
        await Task.Yield(); // The start does not wait for it.
        try
        {
            await RepeatAsync(stoppingToken);
            using PeriodicTimer timer = new(Pause, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                mark.Advance((time.GetUtcNow() - sinks.Backlog - Margin).ToUnixTimeMilliseconds());
        }
        catch (OperationCanceledException)
        {
            // What is not with the spools now is offered at the next start.
        }
    }

    private async Task RepeatAsync(CancellationToken stop)
    {
        foreach (TelemetryMessage message in history.Journal(mark.From, time.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            await sinks.RoomAsync(stop);
            feed.Offer(message);
        }
    }
}

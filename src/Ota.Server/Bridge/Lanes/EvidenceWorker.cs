using Ota.Mqtt;
using Ota.Server.Telemetry.Ingest;

namespace Ota.Server.Bridge.Lanes;

/// <summary>
/// Brings messages of the evidence lane to their features, many at once, so that they share commits. What a feature cannot store now is
/// offered again until it can, and stays unanswered that long. At the stop what is queued is still stored.
/// </summary>
internal sealed class EvidenceWorker(
    EvidenceLane lane, IEnumerable<IUpHandler> handlers, EvidenceMetrics metrics, Quarantine quarantine, BridgeOptions options,
    TimeProvider time, ILogger<EvidenceWorker> log) : BackgroundService
{
    private readonly Dictionary<string, IUpHandler> _handlers = handlers.ToDictionary(handler => handler.Type);
    private readonly SemaphoreSlim _room = new(options.PendingEvidence);
    private int _isFailing; // 1: the log has said so.

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        lane.Close();
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        if (ExecuteTask is not { IsCompleted: false }) _room.Dispose(); // A stop that had no time leaves the last commit on its way.
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (IMqttHeldMessage message in lane.Messages.ReadAllAsync(CancellationToken.None))
        {
            await _room.WaitAsync(CancellationToken.None);
            _ = ReleaseAfterAsync(TakeAsync(message, stoppingToken));
        }
        for (int i = 0; i < options.PendingEvidence; i++) await _room.WaitAsync(CancellationToken.None);
    }

    private async Task ReleaseAfterAsync(Task taken)
    {
        await taken;
        _room.Release();
    }

    private async Task TakeAsync(IMqttHeldMessage message, CancellationToken stop)
    {
        DateTimeOffset received = time.GetUtcNow();
        if (UpTopic.TryParse(message.Topic) is not { } topic)
        {
            metrics.Became("unknown", UpReceipt.Refused("unknown_vehicle_name"));
            lane.Complete(message);
            return;
        }
        if (!_handlers.TryGetValue(topic.Type, out IUpHandler? handler))
        {
            metrics.Became("unknown", UpReceipt.Refused("unknown_type"));
            lane.Complete(message);
            return;
        }
        if (await HandleAsync(handler, topic, message.Payload, received, stop) is not { } receipt) return;
        metrics.Became(topic.Type, receipt);
        // One line for a reason and vehicle, whatever a vehicle repeats.
        if (receipt.IsRefused && quarantine.Note(TelemetryTopic.KeyOf(topic.Vehicle), new Telemetry.Ingest.Refusal(receipt.Outcome, receipt.Detail)))
            log.EvidenceRefused(topic.Type, topic.Vehicle.ToString(), receipt.Outcome);
        lane.Complete(message);
    }

    /// <returns>Null after the stop, if nothing is known to be stored.</returns>
    private async Task<UpReceipt?> HandleAsync(
        IUpHandler handler, UpTopic topic, ReadOnlyMemory<byte> payload, DateTimeOffset received, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                UpReceipt receipt = await handler.TakeAsync(topic.Vehicle, payload, received, stop);
                if (Interlocked.Exchange(ref _isFailing, 0) != 0) log.EvidenceStoredAgain();
                return receipt;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception e) // What it is belongs to this message; the others go on.
            {
                if (Interlocked.Exchange(ref _isFailing, 1) == 0) log.EvidenceNotStored(topic.Type, topic.Vehicle.ToString(), e);
            }
            try
            {
                await Task.Delay(options.RetryDelay, time, stop);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }
}

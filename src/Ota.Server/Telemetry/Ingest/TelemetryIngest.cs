using Ota.Mqtt;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>The life of messages from the queue to their acknowledgement, and what follows that.</summary>
internal sealed class TelemetryIngest(
    TelemetryIntake intake,
    HistoryAppends history,
    Quarantine quarantine,
    TelemetryFollowers followers,
    TelemetryMetrics metrics,
    TimeProvider time,
    ILogger<TelemetryIngest> log)
{
    /// <summary>Decodes a message into a batch, or answers it at once if nothing of it can be stored.</summary>
    public void Decode(IMqttHeldMessage publish, TelemetryDecoder decoder, DecodedBatch batch)
    {
        DecodedMessage decoded;
        try
        {
            decoded = decoder.Decode(publish.Topic, publish.Payload.Span, time.GetUtcNow(), batch.Arena);
        }
        catch (Exception e) // The end of the line: one message that we cannot handle must not stop all others.
        {
            TelemetryTopic.TryRead(publish.Topic, out VehicleKey vehicle);
            log.Failed(vehicle.ToString(), e);
            decoded = new DecodedMessage(vehicle, null, 0, [Refusal.Defect]);
        }
        if (decoded.Message is not { } message)
            Refuse(publish, decoded);
        else if (history.IsImpossible(message))
            Refuse(publish, decoded with { Message = null, Refusals = [Refusal.ImpossibleSequence] });
        else
            batch.Add(publish, message, decoded);
    }

    /// <summary>
    /// Completes when the messages are answered, or, after the stop, when they cannot be: then the vehicles send them again.
    /// </summary>
    public async Task StoreAsync(DecodedBatch batch, CancellationToken stop)
    {
        long started = time.GetTimestamp();
        if (await history.AppendAsync(batch.Messages, stop) is not { } outcomes) return;
        int stored = 0;
        long readings = 0;
        for (int i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i] == AppendOutcome.Repeated) continue;
            stored++;
            readings += batch.SourceOf(i).Readings;
        }
        // Counted before anybody is answered: who has an answer finds it in the counters.
        metrics.Committed(stored, outcomes.Length - stored, readings, time.GetElapsedTime(started));
        for (int i = 0; i < outcomes.Length; i++) Answer(batch, i, outcomes[i]);
    }

    private void Answer(DecodedBatch batch, int index, AppendOutcome outcome)
    {
        (IMqttHeldMessage publish, int readings, IReadOnlyList<Refusal> refusals) = batch.SourceOf(index);
        TelemetryMessage message = batch.Messages[index];
        bool isNew = outcome == AppendOutcome.Stored;
        if (isNew) quarantine.Add(message.Vehicle, refusals);
        intake.Complete(publish);
        if (isNew) followers.Tell(message, readings);
    }

    private void Refuse(IMqttHeldMessage publish, in DecodedMessage decoded)
    {
        metrics.Quarantined();
        quarantine.Add(decoded.Vehicle, decoded.Refusals);
        intake.Complete(publish); // Else the vehicle would send for ever what can never be taken.
        followers.TellRefused(decoded.Vehicle, decoded.Refusals);
    }
}

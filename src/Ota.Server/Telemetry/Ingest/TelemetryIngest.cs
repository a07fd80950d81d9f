using Ota.Mqtt;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>The life of one message from the queue to its acknowledgement, and what follows that.</summary>
internal sealed class TelemetryIngest(
    TelemetryIntake intake,
    HistoryAppends history,
    Quarantine quarantine,
    TelemetryFollowers followers,
    TelemetryMetrics metrics,
    TimeProvider time,
    ILogger<TelemetryIngest> log)
{
    /// <summary>
    /// Decodes at once, so that the decoder is free when this returns, and completes when the message is answered, or, after the stop,
    /// when it cannot be: then the vehicle sends it again.
    /// </summary>
    public Task TakeAsync(IMqttHeldMessage publish, TelemetryDecoder decoder, CancellationToken stop)
    {
        DecodedMessage decoded;
        try
        {
            decoded = decoder.Decode(publish.Topic, publish.Payload.Span, time.GetUtcNow());
        }
        catch (Exception e) // The end of the line: one message that we cannot handle must not stop all others.
        {
            TelemetryTopic.TryRead(publish.Topic, out VehicleKey vehicle);
            log.Failed(vehicle.ToString(), e);
            decoded = new DecodedMessage(vehicle, null, 0, [Refusal.Defect]);
        }
        if (decoded.Message is { } message && history.IsImpossible(message)) decoded = decoded with { Message = null, Refusals = [Refusal.ImpossibleSequence] };
        return decoded.Message is null ? Refuse(publish, decoded) : StoreAsync(publish, decoded, stop);
    }

    private Task Refuse(IMqttHeldMessage publish, in DecodedMessage decoded)
    {
        metrics.Quarantined();
        quarantine.Add(decoded.Vehicle, decoded.Refusals);
        intake.Complete(publish); // Else the vehicle would send for ever what can never be taken.
        followers.TellRefused(decoded.Vehicle, decoded.Refusals);
        return Task.CompletedTask;
    }

    private async Task StoreAsync(IMqttHeldMessage publish, DecodedMessage decoded, CancellationToken stop)
    {
        long started = time.GetTimestamp();
        TelemetryMessage message = decoded.Message!;
        if (await history.AppendAsync(message, stop) is not { } outcome) return;
        if (outcome == AppendOutcome.Repeated)
        {
            metrics.Repeated();
            intake.Complete(publish);
            return;
        }
        metrics.Stored(decoded.Readings, time.GetElapsedTime(started));
        quarantine.Add(decoded.Vehicle, decoded.Refusals);
        intake.Complete(publish);
        followers.Tell(message, decoded.Readings);
    }
}

using Ota.Core.Telemetry.Batches;
using Ota.Mqtt.Broker;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>The life of one message from the queue to its acknowledgement, and what follows that.</summary>
internal sealed class TelemetryIngest(
    TelemetryIntake intake,
    ITelemetryHistory history,
    Quarantine quarantine,
    TelemetryFollowers followers,
    TelemetryMetrics metrics,
    TelemetryOptions options,
    TimeProvider time,
    ILogger<TelemetryIngest> log)
{
    /// <summary>
    /// Decodes at once, so that the decoder is free when this returns, and completes when the message is answered, or, after the stop,
    /// when it cannot be: then the vehicle sends it again.
    /// </summary>
    public Task TakeAsync(InterceptedPublish publish, TelemetryDecoder decoder, CancellationToken stop)
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
        if (decoded.Message is { } message && IsImpossible(message)) decoded = decoded with { Message = null, Refusals = [Refusal.ImpossibleSequence] };
        return decoded.Message is null ? Refuse(publish, decoded) : StoreAsync(publish, decoded, stop);
    }

    private bool IsImpossible(TelemetryMessage message)
    {
        SequenceVerdict verdict = history.Window(message.Vehicle) is VehicleWindow window
            ? window.Peek(message.Key)
            : VehicleWindow.PeekFresh(message.Key);
        return verdict == SequenceVerdict.Impossible;
    }

    private Task Refuse(InterceptedPublish publish, in DecodedMessage decoded)
    {
        metrics.Quarantined();
        quarantine.Add(decoded.Vehicle, decoded.Refusals);
        intake.Complete(publish); // Else the vehicle would send for ever what can never be taken.
        return Task.CompletedTask;
    }

    private async Task StoreAsync(InterceptedPublish publish, DecodedMessage decoded, CancellationToken stop)
    {
        long started = time.GetTimestamp();
        TelemetryMessage message = decoded.Message!;
        if (await AppendAsync(message, stop) is not { } outcome) return;
        if (outcome == AppendOutcome.Repeated)
        {
            metrics.Repeated();
            (history.Window(message.Vehicle) as VehicleWindow)?.CountRepeat(message.Key);
            intake.Complete(publish);
            return;
        }
        metrics.Stored(decoded.Readings, time.GetElapsedTime(started));
        quarantine.Add(decoded.Vehicle, decoded.Refusals);
        intake.Complete(publish);
        followers.Tell(message, decoded.Readings);
    }

    /// <returns>Null after the stop.</returns>
    private async Task<AppendOutcome?> AppendAsync(TelemetryMessage message, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await history.AppendAsync(message, CancellationToken.None);
            }
            catch (HistoryUnavailableException)
            {
                // Said by the history. The message is stored once, however often it is offered.
            }
            catch (Exception e)
            {
                log.Failed(message.Vehicle.ToString(), e);
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

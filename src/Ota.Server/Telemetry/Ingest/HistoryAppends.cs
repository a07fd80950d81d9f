using Ota.Core.Telemetry.Batches;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>Brings messages into the history, however long that takes.</summary>
internal sealed class HistoryAppends(ITelemetryHistory history, TelemetryOptions options, TimeProvider time, ILogger<HistoryAppends> log)
{
    /// <summary>Whether no sender counts so: such a number could not be kept, and its message would be stored with every repeat.</summary>
    public bool IsImpossible(TelemetryMessage message)
    {
        SequenceVerdict verdict = history.Window(message.Vehicle) is VehicleWindow window
            ? window.Peek(message.Key)
            : VehicleWindow.PeekFresh(message.Key);
        return verdict == SequenceVerdict.Impossible;
    }

    /// <summary>Whether the number before a message's is missing.</summary>
    public bool HasGapBefore(VehicleKey vehicle, MessageKey key) =>
        key.Sequence > 1
        && history.Window(vehicle) is VehicleWindow window
        && window.Peek(key with { Sequence = key.Sequence - 1 }) == SequenceVerdict.New;

    /// <summary>Completes after the commit. What the history cannot take now is offered to it again and again.</summary>
    /// <returns>For each whether it was new; null after the stop, if they are not known to be stored.</returns>
    public async Task<AppendOutcome[]?> AppendAsync(IReadOnlyList<TelemetryMessage> messages, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                AppendOutcome[] outcomes = await history.AppendAsync(messages, CancellationToken.None);
                CountRepeats(messages, outcomes);
                return outcomes;
            }
            catch (HistoryUnavailableException)
            {
                // Said by the history. A message is stored once, however often it is offered.
            }
            catch (Exception e)
            {
                log.NotStored(messages.Count, e);
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

    private void CountRepeats(IReadOnlyList<TelemetryMessage> messages, AppendOutcome[] outcomes)
    {
        for (int i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i] == AppendOutcome.Repeated) (history.Window(messages[i].Vehicle) as VehicleWindow)?.CountRepeat(messages[i].Key);
        }
    }
}

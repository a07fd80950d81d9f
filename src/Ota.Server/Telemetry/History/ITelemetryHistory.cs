namespace Ota.Server.Telemetry.History;

/// <summary>What vehicles reported, by capture time in Unix milliseconds.</summary>
internal interface ITelemetryHistory : IAsyncDisposable
{
    /// <summary>Whether messages can be stored now, and if not, why, in a sentence for operators.</summary>
    HistoryCondition Condition { get; }

    /// <summary>Completes when the messages survive a power cut: only then may their vehicles be told so.</summary>
    /// <returns>For each whether it was new.</returns>
    /// <exception cref="HistoryUnavailableException">They may or may not be stored; sent again they are stored once.</exception>
    Task<AppendOutcome[]> AppendAsync(IReadOnlyList<TelemetryMessage> messages, CancellationToken stop);

    /// <summary>Which messages of a vehicle are stored; null if none was yet. To read only: the history changes it.</summary>
    ISequenceWindow? Window(VehicleKey vehicle);

    /// <summary>The newest value of each signal, by signal.</summary>
    IReadOnlyList<LatestValue> Latest(VehicleKey vehicle);

    /// <summary>The values of a signal in [from, to), or, if they are more than <paramref name="maxPoints"/>, so many buckets.</summary>
    Task<HistoryRange> RangeAsync(VehicleKey vehicle, uint signal, long from, long to, int maxPoints, CancellationToken stop);

    /// <summary>
    /// What was received in [from, to) as far as it stands in the journal, which a <see cref="JournalMark"/> sees to; in the order of the
    /// commits. What cannot be read is left out: the start said so.
    /// </summary>
    IEnumerable<TelemetryMessage> Journal(long from, long to);

    /// <summary>Counts what is stored of a vehicle by looking at all of it.</summary>
    /// <param name="vehicle">Which vehicle.</param>
    /// <param name="lastSignal">Readings of signals up to this one count; beyond are the history's and the ingest's own.</param>
    /// <param name="stop">Ends it.</param>
    Task<HistoryCount> CountAsync(VehicleKey vehicle, uint lastSignal, CancellationToken stop);

    /// <summary>The minutes in [from, to) that are downsampled so far; the newest follow when their chunks are sealed.</summary>
    Task<IReadOnlyList<MinuteValue>> MinutesAsync(VehicleKey vehicle, uint signal, long from, long to, CancellationToken stop);
}

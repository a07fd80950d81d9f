namespace Ota.Server.Telemetry.History;

/// <summary>How the embedded history works; the defaults suit two cores and 100,000 vehicles.</summary>
internal sealed record HistoryOptions
{
    /// <summary>Days that readings are kept, counted from their receipt.</summary>
    public int RetentionDays { get; init; } = 90;

    /// <summary>Months that the minutes are kept.</summary>
    public int MinuteRetentionMonths { get; init; } = 13;

    /// <summary>A vehicle's readings become a chunk when they are so many.</summary>
    public int SealValues { get; init; } = 4096;

    /// <summary>Or when the first of them has waited so long: bounds what a start replays.</summary>
    public TimeSpan SealAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Or when the journal is longer than this: bounds the memory, which holds what the journal holds, and the file.</summary>
    public long JournalBytes { get; init; } = 256L << 20;

    /// <summary>Vehicles that one commit seals for their age or the journal's length, or as many as it has messages: bounds how long it takes.</summary>
    public int SealsPerCommit { get; init; } = 256;

    /// <summary>A commit has so many messages, unless no more wait; at most twice as many, and one append at most so many.</summary>
    public int MessagesPerCommit { get; init; } = 4096;

    /// <summary>Bytes that wait for a commit at most; then callers wait.</summary>
    public long QueuedBytes { get; init; } = 32L << 20;

    /// <summary>The largest chunk of one message.</summary>
    public int MessageBytes { get; init; } = 1 << 20;

    /// <summary>A write-ahead log longer than this is written back before anything else is done.</summary>
    public long WalBytes { get; init; } = 64L << 20;

    /// <summary>How often seals by age, retention and recovery are looked at.</summary>
    public TimeSpan MaintenanceInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Chunks that one step of downsampling reads.</summary>
    public int ChunksPerStep { get; init; } = 64;

    /// <summary>A capture time further ahead of the receipt than this is history, never the latest value.</summary>
    public TimeSpan AheadTolerance { get; init; } = TimeSpan.FromMinutes(5);
}

namespace Ota.Core.Telemetry.Batches;

/// <summary>The bounds that a batch keeps, whatever a vehicle sends.</summary>
public sealed record BatchLimits
{
    /// <summary>The limits that the server uses unless told otherwise.</summary>
    public static BatchLimits Default { get; } = new();

    /// <summary>Bytes of a payload at most: what the tightest public broker takes.</summary>
    public int MaximumPayload { get; init; } = 128 * 1024;

    /// <summary>Bytes after inflating at most.</summary>
    public int MaximumInflated { get; init; } = 256 * 1024;

    /// <summary>Columns at most.</summary>
    public int MaximumColumns { get; init; } = 1024;

    /// <summary>Readings at most, over all columns.</summary>
    public int MaximumReadings { get; init; } = 65_536;

    /// <summary>How far a reading may be from the time that the batch counts from, before or after, in milliseconds.</summary>
    public long MaximumSpanMs { get; init; } = 24 * 60 * 60 * 1000L;
}

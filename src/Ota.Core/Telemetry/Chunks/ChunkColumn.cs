namespace Ota.Core.Telemetry.Chunks;

/// <summary>One signal in a chunk: what it is and where its bytes are.</summary>
public readonly record struct ChunkColumn
{
    /// <summary>The signal's number in the catalogue.</summary>
    public required uint Signal { get; init; }

    /// <summary>What the values are.</summary>
    public required ColumnKind Kind { get; init; }

    /// <summary>How many values, at least one.</summary>
    public required int Count { get; init; }

    /// <summary>The earliest time, in the unit that was written (the product writes Unix milliseconds).</summary>
    public required long MinTime { get; init; }

    /// <summary>The latest time.</summary>
    public required long MaxTime { get; init; }

    internal int TimesAt { get; init; }

    internal int TimesLength { get; init; }

    internal int ValuesAt { get; init; }

    internal int ValuesLength { get; init; }
}

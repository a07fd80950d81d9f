namespace Ota.Core.Telemetry.Batches;

/// <summary>What a sequence number is to a window.</summary>
public enum SequenceVerdict
{
    /// <summary>Never seen: store it.</summary>
    New,

    /// <summary>Seen before: acknowledge it, store nothing.</summary>
    Repeat,

    /// <summary>
    /// At or before a number that the window gave up: it may be new or not. Whoever must not lose it stores it apart.
    /// </summary>
    Unknown,

    /// <summary>Zero, or too far ahead even for giving up: no sender counts so.</summary>
    Impossible,
}

namespace Ota.Core.Bundles.Director;

/// <summary>
/// The files of one vehicle that belong together. The bytes are kept, since what a signature of ECDSA makes of the same content differs
/// each time, and a timestamp names a snapshot by its hash.
/// </summary>
public sealed record DirectorFiles
{
    /// <summary>The version of the timestamp, which changes whenever one of them does.</summary>
    public long Version => Timestamp.Version;

    /// <summary>What the targets say: the number of an assignment, or 0 for nothing to install.</summary>
    public required long Assignment { get; init; }

    /// <summary>What to install.</summary>
    public required DirectorFile Targets { get; init; }

    /// <summary>Names the targets.</summary>
    public required DirectorFile Snapshot { get; init; }

    /// <summary>Names the snapshot.</summary>
    public required DirectorFile Timestamp { get; init; }

    /// <summary>The targets before, for a vehicle in the middle of a refresh; null if there are none, or what they say was taken back.</summary>
    public DirectorFile? EarlierTargets { get; init; }

    /// <summary>The snapshot before; null if there is none.</summary>
    public DirectorFile? EarlierSnapshot { get; init; }
}

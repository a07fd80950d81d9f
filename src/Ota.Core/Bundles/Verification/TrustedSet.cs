using System.Collections.Immutable;
using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Bundles.Verification;

/// <summary>
/// What is trusted of one repository in the course of one refresh (TUF 5, Uptane 5.4.4). It begins with a root that came by another
/// way, and <see cref="RefreshMachine"/> adds to it file by file. A set never changes; a refused file leaves it as it was.
/// </summary>
public sealed record TrustedSet
{
    internal TrustedSet(TrustedFile<RootMetadata> root, MetadataDialect dialect, MetadataLimits limits, DateTimeOffset referenceTime)
    {
        Root = root;
        Dialect = dialect;
        Limits = limits;
        ReferenceTime = referenceTime;
    }

    /// <summary>The newest root so far.</summary>
    public TrustedFile<RootMetadata> Root { get; internal init; }

    /// <summary>The timestamp; null before it.</summary>
    public TrustedFile<TimestampMetadata>? Timestamp { get; internal init; }

    /// <summary>The snapshot; null before it.</summary>
    public TrustedFile<SnapshotMetadata>? Snapshot { get; internal init; }

    /// <summary>The targets files, by how they were reached.</summary>
    public ImmutableDictionary<DelegationChain, TrustedFile<TargetsMetadata>> Targets { get; internal init; } =
        ImmutableDictionary<DelegationChain, TrustedFile<TargetsMetadata>>.Empty;

    /// <summary>How the files are written.</summary>
    public MetadataDialect Dialect { get; }

    /// <summary>The bounds.</summary>
    public MetadataLimits Limits { get; }

    /// <summary>The time that expiries are held against, the same for the whole refresh (TUF 5.1).</summary>
    public DateTimeOffset ReferenceTime { get; }

    /// <summary>Whether the top targets are there: nothing is missing but delegated roles, which are read when a search needs them.</summary>
    public bool IsComplete => Targets.ContainsKey(DelegationChain.Top);

    /// <summary>The timestamp of an earlier refresh, which new ones must not fall behind; null if none, or after its keys changed.</summary>
    internal TrustedFile<TimestampMetadata>? EarlierTimestamp { get; init; }

    /// <summary>The snapshot of an earlier refresh.</summary>
    internal TrustedFile<SnapshotMetadata>? EarlierSnapshot { get; init; }

    internal bool IsRootFinal { get; init; }

    internal int RootSteps { get; init; }
}

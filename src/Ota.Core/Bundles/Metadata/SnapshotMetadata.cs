namespace Ota.Core.Bundles.Metadata;

/// <summary>snapshot.json (TUF 4.4, Uptane 5.2.4): which targets files belong together.</summary>
public sealed record SnapshotMetadata : RoleMetadata
{
    /// <inheritdoc />
    public override MetadataRole Role => MetadataRole.Snapshot;

    /// <summary>All targets files, delegated ones too, by names without version such as targets.json.</summary>
    public required IReadOnlyDictionary<string, FileReference> Files { get; init; }
}

namespace Ota.Core.Bundles.Metadata;

/// <summary>timestamp.json (TUF 4.6, Uptane 5.2.5): which snapshot is the newest.</summary>
public sealed record TimestampMetadata : RoleMetadata
{
    /// <inheritdoc />
    public override MetadataRole Role => MetadataRole.Timestamp;

    /// <summary>The snapshot.</summary>
    public required FileReference Snapshot { get; init; }
}

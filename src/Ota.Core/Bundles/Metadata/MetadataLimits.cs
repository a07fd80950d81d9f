using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// The bounds of a repository, against endless data and endless work (TUF 5.3.3, 5.4.1, 5.5.1, 5.6.1, 5.6.7.1). Bytes are those of
/// files.
/// </summary>
public sealed record MetadataLimits
{
    /// <summary>The limits of the clients that we know: what passes here passes there.</summary>
    public static MetadataLimits Default { get; } = new();

    /// <summary>Of a root file.</summary>
    public int RootBytes { get; init; } = 512_000;

    /// <summary>Of the timestamp file.</summary>
    public int TimestampBytes { get; init; } = 16_384;

    /// <summary>Of a snapshot file.</summary>
    public int SnapshotBytes { get; init; } = 2_000_000;

    /// <summary>Of a targets file, delegated or not.</summary>
    public int TargetsBytes { get; init; } = 5_000_000;

    /// <summary>Signatures on one file.</summary>
    public int Signatures { get; init; } = 256;

    /// <summary>New roots in one refresh.</summary>
    public int RootSteps { get; init; } = 256;

    /// <summary>Roles looked at in one search, the top one counted.</summary>
    public int SearchedRoles { get; init; } = 33;

    /// <summary>The bytes of a file of a role.</summary>
    public int BytesOf(MetadataRole role) => role switch
    {
        MetadataRole.Root => RootBytes,
        MetadataRole.Timestamp => TimestampBytes,
        MetadataRole.Snapshot => SnapshotBytes,
        _ => TargetsBytes,
    };

    internal JsonLimits JsonOf(MetadataRole role) => new() { MaxBytes = BytesOf(role) };
}

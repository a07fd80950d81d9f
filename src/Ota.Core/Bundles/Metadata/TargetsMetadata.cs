using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Metadata;

/// <summary>targets.json, and the files of delegated roles (TUF 4.5, Uptane 5.2.3).</summary>
public sealed record TargetsMetadata : RoleMetadata
{
    /// <summary>The member that names the vehicle which a Director's file is for.</summary>
    public const string VehicleMember = "vid";

    /// <inheritdoc />
    public override MetadataRole Role => MetadataRole.Targets;

    /// <summary>The images.</summary>
    public required IReadOnlyDictionary<TargetPath, TargetEntry> Targets { get; init; }

    /// <summary>Who else may describe images; null if nobody.</summary>
    public Delegations? Delegations { get; init; }

    /// <summary>The vehicle that a Director's file is for; null in an Image repository.</summary>
    public string? VehicleId => (Extra[VehicleMember] as JsonText)?.Value;
}

using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Manifests;

/// <summary>An image of a bundle.</summary>
public sealed record ManifestImage
{
    /// <summary>Its name in the Image repository.</summary>
    public required TargetPath Path { get; init; }

    /// <summary>Its bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Both its hashes.</summary>
    public required FileHashes Hashes { get; init; }

    /// <summary>The software's version, for people; a token.</summary>
    public required string Version { get; init; }

    /// <summary>The hardware that it is for.</summary>
    public required IReadOnlyList<HardwareId> HardwareIds { get; init; }

    /// <summary>Which release of the software it is; no ECU goes back to a lower one.</summary>
    public required long ReleaseCounter { get; init; }

    /// <summary>SHA-256 of the images that it may replace; empty: any.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Images of a lower number are installed first, those of one number in parallel.</summary>
    public required int Order { get; init; }

    /// <summary>Images of this bundle that must be installed before it.</summary>
    public IReadOnlyList<TargetPath> DependsOn { get; init; } = [];

    /// <summary>As the Image repository lists it.</summary>
    public TargetEntry ToEntry() => new(Length, Hashes, new ImageCustom(HardwareIds, ReleaseCounter).ToJson());
}

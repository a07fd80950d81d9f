using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Server.Bundles.Staging;

/// <summary>An image of a staged bundle.</summary>
/// <param name="Path">Its name in the Image repository.</param>
/// <param name="Entry">Its length and hashes.</param>
/// <param name="HardwareIds">The hardware that it is for.</param>
/// <param name="ReleaseCounter">Which release of the software it is.</param>
internal sealed record StagedImage(TargetPath Path, TargetEntry Entry, IReadOnlyList<HardwareId> HardwareIds, long ReleaseCounter)
{
    /// <summary>SHA-256 of the images that it may replace; empty: any.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Images of a lower number are installed first.</summary>
    public int Order { get; init; }

    /// <summary>Images that must be installed before it, all of a lower order.</summary>
    public IReadOnlyList<TargetPath> DependsOn { get; init; } = [];
}

using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Director;

/// <summary>An image of a bundle, before it is known which ECUs of a vehicle it is for.</summary>
/// <param name="Path">Its name in the Image repository.</param>
/// <param name="Entry">Its length and hashes.</param>
/// <param name="Hardware">The hardware that it was made for.</param>
/// <param name="ReleaseCounter">Which release of the software it is; null if not counted.</param>
public sealed record OfferedImage(TargetPath Path, TargetEntry Entry, IReadOnlyList<HardwareId> Hardware, long? ReleaseCounter)
{
    /// <summary>SHA-256 of the images that it may replace; empty: any.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Images of a lower number are installed first. What an image depends on has a lower one, or the manifest was refused.</summary>
    public int Order { get; init; }
}

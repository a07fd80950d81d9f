using Ota.Core.Bundles.Manifests;

namespace Ota.Server.Bundles.Staging;

/// <summary>An image of a bundle, in the order of installing. Hardware ids have spaces between them, which none of them can hold.</summary>
internal sealed record BundleImageRow
{
    public long Bundle { get; init; }

    public long Position { get; init; }

    public string Path { get; init; } = "";

    public string Sha256 { get; init; } = "";

    public string Sha512 { get; init; } = "";

    public long Length { get; init; }

    public string HardwareIds { get; init; } = "";

    public long ReleaseCounter { get; init; }

    public static BundleImageRow Of(ManifestImage image, int position) => new()
    {
        Position = position,
        Path = image.Path.Value,
        Sha256 = image.Hashes.Sha256!,
        Sha512 = image.Hashes.Sha512!,
        Length = image.Length,
        HardwareIds = string.Join(' ', image.HardwareIds),
        ReleaseCounter = image.ReleaseCounter,
    };
}

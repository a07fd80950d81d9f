using Ota.Core.Vehicles;

namespace Ota.Server.Bundles.Director;

/// <summary>Resource names of bundles (AIP-122): "bundles/{digest}".</summary>
internal static class BundleResource
{
    private const string Bundles = "bundles";

    public static string Of(string digest) => $"{Bundles}/{digest}";

    /// <returns>The digest; null if the text is no such name.</returns>
    public static string? TryParse(string text) => text.Split('/') is [Bundles, { } digest] && SoftwareImage.IsDigest(digest) ? digest : null;
}

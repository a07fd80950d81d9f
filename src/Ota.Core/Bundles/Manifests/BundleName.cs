using System.Security.Cryptography;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Bundles.Manifests;

/// <summary>How a bundle is named, and where its manifest stands in the Image repository.</summary>
public static class BundleName
{
    /// <summary>The folder of manifests, which no image may be in.</summary>
    public const string Folder = "bundles";

    /// <summary>The digest of a manifest's published form, 64 lower-case hexadecimal digits.</summary>
    public static string DigestOf(ReadOnlySpan<byte> manifest) => Convert.ToHexStringLower(SHA256.HashData(manifest));

    /// <summary>The published form of a manifest.</summary>
    public static byte[] Publish(Manifest manifest) => PublishedJson.Encode(ManifestWriter.ToJson(manifest));

    /// <summary>The path of the manifest: bundles/DIGEST.json, of a supplier's bundle SUPPLIER/bundles/DIGEST.json.</summary>
    public static TargetPath PathOf(string digest, RoleName? supplier)
    {
        string prefix = supplier is { } role ? $"{role}/" : "";
        return TargetPath.TryParse($"{prefix}{Folder}/{digest}.json")
            ?? throw new ArgumentException($"{supplier} or {digest} can be no part of a path.", nameof(digest));
    }

    /// <summary>Whether an image's path is kept for manifests.</summary>
    public static bool IsReserved(TargetPath path, RoleName? supplier)
    {
        string text = path.Value;
        return text.StartsWith($"{Folder}/", StringComparison.Ordinal)
            || (supplier is { } role && text.StartsWith($"{role}/{Folder}/", StringComparison.Ordinal));
    }
}

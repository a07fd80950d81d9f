using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Metadata;

/// <summary>One image (TUF 4.5, Uptane 5.2.3.1).</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Hashes">Its hashes.</param>
/// <param name="Custom">What Uptane adds: <see cref="DirectorCustom"/> or <see cref="ImageCustom"/>; null if nothing.</param>
public sealed record TargetEntry(long Length, FileHashes Hashes, JsonObject? Custom)
{
    /// <summary>Whether bytes are the image.</summary>
    public bool IsOf(ReadOnlySpan<byte> image) => image.Length == Length && Hashes.AreOf(image);
}

namespace Ota.Core.Bundles.Metadata;

/// <summary>What one file says of another one (TUF 4.4).</summary>
/// <param name="Version">The version within the file.</param>
/// <param name="Length">Its bytes; null if not said.</param>
/// <param name="Hashes">Its hashes; null if not said.</param>
public sealed record FileReference(long Version, long? Length, FileHashes? Hashes)
{
    /// <summary>A reference that leaves nothing open.</summary>
    /// <param name="version">The version within the file.</param>
    /// <param name="file">Its bytes.</param>
    public static FileReference To(long version, ReadOnlySpan<byte> file) => new(version, file.Length, FileHashes.Sha256Of(file));

    /// <summary>Whether bytes are the file that was meant, as far as length and hashes say it.</summary>
    public bool IsTo(ReadOnlySpan<byte> file) => (Length is null || Length == file.Length) && (Hashes is null || Hashes.AreOf(file));
}

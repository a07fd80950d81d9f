using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository.Checks;

/// <summary>What a check keeps of a file that it has read.</summary>
internal sealed record StoredFile(string Name, long Length, string Sha256)
{
    public static StoredFile Of(MetadataFile file) => new(file.Name, file.Bytes.Length, FileHashes.Sha256Of(file.Bytes.Span).Sha256!);

    public bool Is(FileReference reference) =>
        (reference.Length ?? Length) == Length && (reference.Hashes?.Sha256 ?? Sha256) == Sha256;
}

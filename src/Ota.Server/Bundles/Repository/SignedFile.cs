using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Bundles.Repository;

/// <summary>Reads signed files. It says nothing about trust: who counts signatures is whoever takes a file in.</summary>
internal static class SignedFile
{
    public static TrustedFile<T>? TryRead<T>(ReadOnlySpan<byte> bytes, MetadataRole role, out string? problem)
        where T : RoleMetadata
    {
        SignedEnvelope? envelope = SignedEnvelope.TryRead(bytes, role, MetadataDialect.Tuf, MetadataLimits.Default, out problem);
        RoleMetadata? metadata = envelope is null ? null : MetadataDecoder.TryDecode(envelope.Signed, role, MetadataDialect.Tuf, out problem);
        return metadata is T read ? new TrustedFile<T>(envelope!, read) : null;
    }

    /// <summary>Reads a file that was checked before it was stored.</summary>
    /// <exception cref="InvalidDataException">Somebody changed it.</exception>
    public static TrustedFile<T> Read<T>(ReadOnlySpan<byte> bytes, MetadataRole role, string name)
        where T : RoleMetadata =>
        TryRead<T>(bytes, role, out string? problem)
        ?? throw new InvalidDataException($"The stored file {name} is not what was published ({problem}): restore the database from a backup.");
}

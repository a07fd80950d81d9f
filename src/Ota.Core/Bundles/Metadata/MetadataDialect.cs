using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;

namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// How the one model is written for one kind of client: names of the roles, form of signatures, and which bytes are signed. One file
/// cannot serve two dialects, since the name of the role is signed too.
/// </summary>
public abstract class MetadataDialect
{
    private protected MetadataDialect()
    {
    }

    /// <summary>TUF 1.0.31 as tuf-js, python-tuf, go-tuf and rust-tuf read it.</summary>
    public static MetadataDialect Tuf { get; } = new TufDialect();

    /// <summary>The value of <c>_type</c>.</summary>
    public abstract string TypeOf(MetadataRole role);

    /// <summary>The bytes that are signed.</summary>
    public abstract byte[] SignedBytes(JsonObject signed);

    /// <summary>The bytes that are published.</summary>
    /// <param name="signatures">As <see cref="WriteSignature"/> made them.</param>
    /// <param name="signed">The signed part.</param>
    /// <param name="signedBytes">What <see cref="SignedBytes"/> made of it, so that it need not be written twice.</param>
    public abstract byte[] FileBytes(JsonArray signatures, JsonObject signed, byte[] signedBytes);

    /// <summary>Writes a signature.</summary>
    public abstract JsonObject WriteSignature(KeySignature signature);

    /// <summary>Reads a signature; null if it is none.</summary>
    public abstract KeySignature? TryReadSignature(JsonObject members);
}

namespace Ota.Core.Bundles.Keys;

/// <summary>Something that signs: a key in memory (<see cref="LocalSigner"/>), or a device behind a command.</summary>
public interface ISigner
{
    /// <summary>The public key.</summary>
    TufKey Key { get; }

    /// <summary>Signs by the key's scheme.</summary>
    /// <param name="data">The bytes themselves, not a hash of them.</param>
    /// <returns>The raw signature; for ECDSA in DER.</returns>
    KeySignature Sign(byte[] data);
}

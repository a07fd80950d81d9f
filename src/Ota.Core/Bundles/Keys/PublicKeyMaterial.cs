using System.Security.Cryptography;

namespace Ota.Core.Bundles.Keys;

/// <summary>What a key is, however it is written down.</summary>
internal abstract class PublicKeyMaterial(byte[] canonical)
{
    /// <summary>Equal for two keys if, and only if, the same private key signs for both.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(canonical));

    public abstract SignatureVerdict Verify(byte[] data, byte[] signature);

    /// <summary>Reads the public value of a key; null if it is none that the scheme may have.</summary>
    public static PublicKeyMaterial? TryRead(KeyScheme scheme, string text) => scheme switch
    {
        KeyScheme.RsaPssSha256 => RsaMaterial.TryRead(text),
        KeyScheme.EcdsaP256Sha256 => EcdsaMaterial.TryRead(text),
        KeyScheme.Ed25519 => Ed25519Material.TryRead(text),
        _ => null,
    };
}

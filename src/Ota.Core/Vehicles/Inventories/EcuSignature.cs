using System.Security.Cryptography;

namespace Ota.Core.Vehicles.Inventories;

/// <summary>Signatures of ECUs: ECDSA with P-256 and SHA-256 in DER, or RSA-PSS with SHA-256, as the key is.</summary>
public static class EcuSignature
{
    /// <summary>The name of a key: SHA-256 of its SubjectPublicKeyInfo, DER.</summary>
    public static byte[] KeyIdOf(ReadOnlySpan<byte> key) => SHA256.HashData(key);

    /// <summary>Whether the key's owner signed the bytes. A key of another kind, or none at all, has signed nothing.</summary>
    /// <param name="key">SubjectPublicKeyInfo, DER.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="signature">Anything.</param>
    public static bool Verifies(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        using SignatureKey read = new(key);
        return read.Verifies(content, signature);
    }
}

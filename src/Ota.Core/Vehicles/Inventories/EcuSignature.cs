using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Core.Vehicles.Inventories;

/// <summary>Signatures of ECUs: ECDSA with P-256 and SHA-256 in DER, or RSA-PSS with SHA-256, as the key is.</summary>
public static class EcuSignature
{
    private const string EllipticCurve = "1.2.840.10045.2.1";
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string P256 = "1.2.840.10045.3.1.7";
    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 4096;

    /// <summary>The name of a key: SHA-256 of its SubjectPublicKeyInfo, DER.</summary>
    public static byte[] KeyIdOf(ReadOnlySpan<byte> key) => SHA256.HashData(key);

    /// <summary>Whether the key's owner signed the bytes. A key of another kind, or none at all, has signed nothing.</summary>
    /// <param name="key">SubjectPublicKeyInfo, DER.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="signature">Anything.</param>
    public static bool Verifies(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        try
        {
            PublicKey read = PublicKey.CreateFromSubjectPublicKeyInfo(key, out int used);
            return used == key.Length && read.Oid.Value switch
            {
                EllipticCurve => VerifiesEcdsa(read, content, signature),
                Rsa => VerifiesRsa(read, content, signature),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false; // Not a key, or not a signature.
        }
    }

    private static bool VerifiesEcdsa(PublicKey key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        using ECDsa ecdsa = key.GetECDsaPublicKey()!;
        return ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256
            && ecdsa.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static bool VerifiesRsa(PublicKey key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        using RSA rsa = key.GetRSAPublicKey()!;
        return rsa.KeySize is >= MinRsaBits and <= MaxRsaBits
            && rsa.VerifyData(content, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }
}

using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Ota.Core.Bundles.Keys;

/// <summary>A key on P-256, for SHA-256 and signatures in DER (RFC 3279).</summary>
internal sealed class EcdsaMaterial : PublicKeyMaterial
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly byte[] _der;

    private EcdsaMaterial(byte[] der)
        : base(der) => _der = der;

    public static EcdsaMaterial? TryRead(string text)
    {
        if (PemText.TryReadPublicKey(text) is not { } der) return null;
        try
        {
            using ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(der, out int read);
            ECCurve curve = key.ExportParameters(false).Curve;
            bool isUsable = read == der.Length && curve.IsNamed && curve.Oid.Value == P256;
            return isUsable ? new EcdsaMaterial(key.ExportSubjectPublicKeyInfo()) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public override SignatureVerdict Verify(byte[] data, byte[] signature)
    {
        if (!IsDer(signature)) return SignatureVerdict.Invalid;
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_der, out _);
        bool isValid = key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return isValid ? SignatureVerdict.Valid : SignatureVerdict.Invalid;
    }

    // The class library reads a negative number as if it were positive; other clients do not.
    private static bool IsDer(byte[] signature)
    {
        try
        {
            AsnReader reader = new(signature, AsnEncodingRules.DER);
            AsnReader pair = reader.ReadSequence();
            bool isPositive = pair.ReadInteger().Sign > 0 && pair.ReadInteger().Sign > 0;
            return isPositive && !pair.HasData && !reader.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}

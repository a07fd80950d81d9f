using System.Security.Cryptography;

namespace Ota.Core.Bundles.Keys;

/// <summary>
/// An RSA key for PSS with SHA-256 and a salt of 32 bytes. Only the exponent 65537 is taken: with 1 anybody can sign, and no key
/// that we ever met has another.
/// </summary>
internal sealed class RsaMaterial : PublicKeyMaterial
{
    private static readonly int[] Sizes = [2048, 3072, 4096];
    private static readonly byte[] Exponent = [1, 0, 1];

    private readonly byte[] _der;

    private RsaMaterial(byte[] der)
        : base(der) => _der = der;

    public static RsaMaterial? TryRead(string text)
    {
        if (PemText.TryReadPublicKey(text) is not { } der) return null;
        try
        {
            using RSA rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(der, out int read);
            bool isUsable = read == der.Length
                && Sizes.Contains(rsa.KeySize)
                && rsa.ExportParameters(false).Exponent.AsSpan().SequenceEqual(Exponent);
            return isUsable ? new RsaMaterial(rsa.ExportSubjectPublicKeyInfo()) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public override SignatureVerdict Verify(byte[] data, byte[] signature)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(_der, out _);
        bool isValid = rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        return isValid ? SignatureVerdict.Valid : SignatureVerdict.Invalid;
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Server.Operators;

/// <summary>Reads the public key out of a PKCS#10 request, which has to prove that its sender holds the private key.</summary>
internal static class SigningRequest
{
    public const int MaxLength = 16_384;

    /// <returns>The key, or null and a sentence that says what to change.</returns>
    public static PublicKey? TryRead(string pem, out string problem)
    {
        problem = "";
        if (pem.Length > MaxLength)
        {
            problem = $"Longer than {MaxLength} characters; send one certificate signing request only.";
            return null;
        }

        try
        {
            // Loading verifies the signature, which is the proof of possession; names and extensions are left behind.
            PublicKey key = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256).PublicKey;
            if (IsStrong(key)) return key;
            problem = "The key is not EC P-256, EC P-384 or RSA of 2048 to 4096 bits; make one of these.";
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
        {
            problem = "Not a PKCS#10 request in PEM with a valid signature by its own key; make it with `openssl req -new`.";
        }

        return null;
    }

    private static bool IsStrong(PublicKey key)
    {
        using RSA? rsa = key.GetRSAPublicKey();
        if (rsa is not null) return rsa.KeySize is >= 2048 and <= 4096;
        using ECDsa? ec = key.GetECDsaPublicKey();
        return ec?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value is "1.2.840.10045.3.1.7" or "1.3.132.0.34";
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Core.Vehicles.Inventories;

/// <summary>A public key that is read once and verifies several signatures: reading costs more than verifying.</summary>
internal sealed class SignatureKey : IDisposable
{
    private const string EllipticCurve = "1.2.840.10045.2.1";
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string P256 = "1.2.840.10045.3.1.7";
    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 4096;

    private readonly ECDsa? _ecdsa;
    private readonly RSA? _rsa;

    /// <summary>Reads one. What is no key, or one of another kind, verifies nothing.</summary>
    /// <param name="key">SubjectPublicKeyInfo, DER.</param>
    public SignatureKey(ReadOnlySpan<byte> key)
    {
        try
        {
            PublicKey read = PublicKey.CreateFromSubjectPublicKeyInfo(key, out int used);
            if (used != key.Length) return;
            if (read.Oid.Value == EllipticCurve) _ecdsa = OnP256(read.GetECDsaPublicKey()!);
            else if (read.Oid.Value == Rsa) _rsa = read.GetRSAPublicKey();
        }
        catch (CryptographicException)
        {
            // Not a key.
        }
    }

    /// <summary>Whether the key's owner signed the bytes.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="signature">Anything.</param>
    public bool Verifies(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        try
        {
            if (_ecdsa is not null) return _ecdsa.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            return _rsa is { KeySize: >= MinRsaBits and <= MaxRsaBits }
                && _rsa.VerifyData(content, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }
        catch (CryptographicException)
        {
            return false; // Not a signature.
        }
    }

    private static ECDsa? OnP256(ECDsa key)
    {
        if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256) return key;
        key.Dispose();
        return null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ecdsa?.Dispose();
        _rsa?.Dispose();
    }
}

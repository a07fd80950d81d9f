using System.Security.Cryptography;
using System.Text;

namespace Ota.Core.Bundles.Keys;

/// <summary>A private key in memory, which came from PKCS#8 text (RFC 5208), encrypted or not.</summary>
public sealed class LocalSigner : ISigner, IDisposable
{
    private const int DefaultRsaSize = 3072;
    private const int Iterations = 600_000; // OWASP's figure for PBKDF2 with SHA-256, which the key files use.

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations);

    private readonly AsymmetricAlgorithm? _key;
    private readonly byte[]? _ed25519;

    private LocalSigner(TufKey key, AsymmetricAlgorithm algorithm)
    {
        Key = key;
        _key = algorithm;
    }

    private LocalSigner(TufKey key, byte[] ed25519)
    {
        Key = key;
        _ed25519 = ed25519;
    }

    /// <inheritdoc />
    public TufKey Key { get; }

    /// <summary>Makes a new key.</summary>
    /// <param name="scheme">A known scheme.</param>
    /// <param name="rsaSize">Bits of an RSA key: 2048, 3072 or 4096.</param>
    /// <exception cref="ArgumentException">The scheme is unknown or the size not allowed.</exception>
    /// <exception cref="PlatformNotSupportedException">The scheme is Ed25519 and there is no libcrypto 3.</exception>
    public static LocalSigner Create(KeyScheme scheme, int rsaSize = DefaultRsaSize)
    {
        LocalSigner? made = scheme switch
        {
            KeyScheme.RsaPssSha256 => TryMake(RSA.Create(rsaSize)),
            KeyScheme.EcdsaP256Sha256 => TryMake(ECDsa.Create(ECCurve.NamedCurves.nistP256)),
            KeyScheme.Ed25519 => TryMake(RandomNumberGenerator.GetBytes(Ed25519.KeySize), Library()),
            _ => null,
        };
        return made ?? throw new ArgumentException("Use RSA with 2048, 3072 or 4096 bits, ECDSA on P-256, or Ed25519.", nameof(scheme));
    }

    /// <summary>Reads a private key.</summary>
    /// <param name="pem">PKCS#8 in PEM: PRIVATE KEY or ENCRYPTED PRIVATE KEY.</param>
    /// <param name="password">Opens an encrypted key; ignored for others.</param>
    /// <returns>The key, or null if the text, the password or the kind of key is wrong.</returns>
    public static LocalSigner? TryReadPem(string pem, string? password)
    {
        ArgumentNullException.ThrowIfNull(pem);
        bool isFound = PemEncoding.TryFind(pem, out PemFields fields);
        string label = isFound ? pem[fields.Label] : "";
        bool isEncrypted = label == "ENCRYPTED PRIVATE KEY";
        bool isReadable = isEncrypted ? !string.IsNullOrEmpty(password) : label == "PRIVATE KEY";
        if (!isReadable) return null;
        string? opener = isEncrypted ? password : null;
        return TryImport(RSA.Create(), pem, opener) ?? TryImport(ECDsa.Create(), pem, opener) ?? TryReadEd25519(pem, opener);
    }

    /// <inheritdoc />
    public KeySignature Sign(byte[] data)
    {
        byte[] value = _key switch
        {
            RSA rsa => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            ECDsa ecdsa => ecdsa.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            _ => Ed25519.Sign(Library(), _ed25519!, data) ?? throw new CryptographicException("libcrypto did not sign."),
        };
        return new KeySignature(Key.Id, value);
    }

    /// <summary>Writes the private key as PKCS#8 in PEM.</summary>
    /// <param name="password">Encrypts it (AES-256, PBKDF2); null leaves it open.</param>
    /// <exception cref="NotSupportedException">A password for an Ed25519 key: the class library cannot encrypt one.</exception>
    public string ToPem(string? password)
    {
        if (_key is null && password is not null)
            throw new NotSupportedException("An Ed25519 key is written without a password only; encrypt the file with openssl pkcs8.");
        string pem = (_key, password) switch
        {
            (null, _) => PemEncoding.WriteString("PRIVATE KEY", Ed25519.ToPkcs8(_ed25519!)),
            (_, null) => _key.ExportPkcs8PrivateKeyPem(),
            _ => _key.ExportEncryptedPkcs8PrivateKeyPem(password, Encryption),
        };
        return pem + "\n";
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        _key?.Dispose();
        CryptographicOperations.ZeroMemory(_ed25519);
    }

    private static LocalSigner? TryImport(AsymmetricAlgorithm algorithm, string pem, string? password)
    {
        try
        {
            if (password is null) algorithm.ImportFromPem(pem);
            else algorithm.ImportFromEncryptedPem(pem, password);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            algorithm.Dispose();
            return null;
        }

        return TryMake(algorithm);
    }

    private static LocalSigner? TryMake(AsymmetricAlgorithm algorithm)
    {
        KeyScheme scheme = algorithm is RSA ? KeyScheme.RsaPssSha256 : KeyScheme.EcdsaP256Sha256;
        TufKey? key = TufKey.TryMake(scheme, PemText.WritePublicKey(algorithm.ExportSubjectPublicKeyInfo()));
        if (key is not null) return new LocalSigner(key, algorithm);
        algorithm.Dispose();
        return null;
    }

    private static LocalSigner? TryReadEd25519(string pem, string? password)
    {
        if (LibCrypto.Instance is not { } library || password?.Contains('\0') == true) return null;
        byte[]? raw = Ed25519.ReadPem(library, Encoding.UTF8.GetBytes(pem), Encoding.UTF8.GetBytes(password + "\0"));
        return raw is null ? null : TryMake(raw, library);
    }

    private static LocalSigner? TryMake(byte[] ed25519, LibCrypto library)
    {
        byte[]? value = Ed25519.PublicKeyOf(library, ed25519);
        TufKey? key = value is null ? null : TufKey.TryMake(KeyScheme.Ed25519, Convert.ToHexStringLower(value));
        return key is null ? null : new LocalSigner(key, ed25519);
    }

    private static LibCrypto Library() =>
        LibCrypto.Instance ?? throw new PlatformNotSupportedException("Ed25519 needs libcrypto 3 of OpenSSL, which this machine lacks.");
}

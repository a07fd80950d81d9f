using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Ota.Cli.Keys;

/// <summary>
/// EncryptedPrivateKeyInfo (RFC 5958 3) by PBES2 with AES-256 and PBKDF2 (RFC 8018 6.2), for the one kind of key that the class library
/// does not encrypt itself: Ed25519.
/// </summary>
internal static class EncryptedPkcs8
{
    private const int Iterations = 600_000; // As the other key files: OWASP's figure for PBKDF2 with SHA-256.
    private const int SaltSize = 16;
    private const int AesKeySize = 32;
    private const int BlockSize = 16;

    /// <summary>Encrypts the PEM of an open key.</summary>
    public static string Encrypt(string pem, string passphrase)
    {
        byte[] open = Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        byte[] salt = RandomNumberGenerator.GetBytes(SaltSize);
        byte[] start = RandomNumberGenerator.GetBytes(BlockSize);
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase), salt, Iterations, HashAlgorithmName.SHA256, AesKeySize);
        using Aes aes = Aes.Create();
        aes.Key = key;
        byte[] der = Write(salt, start, aes.EncryptCbc(open, start));
        CryptographicOperations.ZeroMemory(open);
        CryptographicOperations.ZeroMemory(key);
        return PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", der) + "\n";
    }

    private static byte[] Write(byte[] salt, byte[] start, byte[] encrypted)
    {
        AsnWriter der = new(AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            using (der.PushSequence())
            {
                der.WriteObjectIdentifier("1.2.840.113549.1.5.13"); // PBES2
                using (der.PushSequence())
                {
                    WriteDerivation(der, salt);
                    using (der.PushSequence())
                    {
                        der.WriteObjectIdentifier("2.16.840.1.101.3.4.1.42"); // aes256-CBC
                        der.WriteOctetString(start);
                    }
                }
            }

            der.WriteOctetString(encrypted);
        }

        return der.Encode();
    }

    private static void WriteDerivation(AsnWriter der, byte[] salt)
    {
        using (der.PushSequence())
        {
            der.WriteObjectIdentifier("1.2.840.113549.1.5.12"); // PBKDF2
            using (der.PushSequence())
            {
                der.WriteOctetString(salt);
                der.WriteInteger(Iterations);
                using (der.PushSequence())
                {
                    der.WriteObjectIdentifier("1.2.840.113549.2.9"); // hmacWithSHA256
                    der.WriteNull();
                }
            }
        }
    }
}

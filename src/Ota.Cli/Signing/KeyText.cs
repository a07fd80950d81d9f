using System.Security.Cryptography;
using Ota.Core.Bundles.Keys;

namespace Ota.Cli.Signing;

/// <summary>Keys for people.</summary>
internal static class KeyText
{
    /// <summary>Scheme and size, such as "RSA-PSS-SHA256 3072".</summary>
    public static string SchemeOf(TufKey key) => key.Scheme switch
    {
        KeyScheme.RsaPssSha256 => $"RSA-PSS-SHA256 {SizeOf(key)}",
        KeyScheme.EcdsaP256Sha256 => "ECDSA-SHA256 P-256",
        KeyScheme.Ed25519 => "Ed25519",
        _ => "unknown",
    };

    /// <summary>Bits.</summary>
    public static int SizeOf(TufKey key)
    {
        if (key.Scheme != KeyScheme.RsaPssSha256) return 256;
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(PublicKeyFile.ToPem(key));
        return rsa.KeySize;
    }
}

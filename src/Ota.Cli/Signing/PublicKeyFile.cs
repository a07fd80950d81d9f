using System.Security.Cryptography;
using System.Text;
using Ota.Cli.Connection;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;

namespace Ota.Cli.Signing;

/// <summary>
/// Reads and writes files with a public key: PEM (SubjectPublicKeyInfo), or the key object as TUF has it. PEM is written anew on the
/// way, so that line ends and white space do not make another key id of the same key.
/// </summary>
internal static class PublicKeyFile
{
    private const string Label = "PUBLIC KEY";

    // SubjectPublicKeyInfo of Ed25519 up to the key itself (RFC 8410 4).
    private static readonly byte[] Ed25519Prefix = Convert.FromHexString("302a300506032b6570032100");

    /// <exception cref="CliException">The file cannot be read, or holds no key that can be used.</exception>
    public static TufKey Read(string path)
    {
        string text = InputFile.ReadText(path);
        if (PrivateKeyFile.IsPrivate(text)) throw CliException.BadUsage($"{path} is a private key; name the public one, the file that ends in .pub.");
        TufKey? key = text.TrimStart().StartsWith('{') ? TryReadObject(text) : TryReadPem(text);
        return key ?? throw CliException.BadUsage(
            $"{path} holds no public key that can be used: PEM with RSA of 2048, 3072 or 4096 bits, ECDSA on P-256 or Ed25519, or a key object of TUF.");
    }

    /// <summary>The PEM of a key.</summary>
    public static string ToPem(TufKey key)
    {
        string value = ((JsonText)((JsonObject)key.Members["keyval"]!)["public"]!).Value;
        return value.StartsWith('-') ? value : PemEncoding.WriteString(Label, [.. Ed25519Prefix, .. Convert.FromHexString(value)]) + "\n";
    }

    /// <summary>A key object of TUF; null if it is none or of no use.</summary>
    public static TufKey? TryReadObject(string json) =>
        StrictJson.TryRead(Encoding.UTF8.GetBytes(json), new JsonLimits { MaxBytes = InputFile.LargestPem }, out _) is JsonObject members
        && TufKey.TryRead(members) is { Fingerprint: not null } key
            ? key
            : null;

    private static TufKey? TryReadPem(string text)
    {
        if (!PemEncoding.TryFind(text, out PemFields fields) || text[fields.Label] != Label) return null;
        byte[] der = Convert.FromBase64String(text[fields.Base64Data]);
        if (der.AsSpan().StartsWith(Ed25519Prefix))
            return TufKey.TryMake(KeyScheme.Ed25519, Convert.ToHexStringLower(der.AsSpan(Ed25519Prefix.Length)));
        using RSA rsa = RSA.Create();
        using ECDsa ecdsa = ECDsa.Create();
        return TryMake(KeyScheme.RsaPssSha256, rsa, der) ?? TryMake(KeyScheme.EcdsaP256Sha256, ecdsa, der);
    }

    private static TufKey? TryMake(KeyScheme scheme, AsymmetricAlgorithm algorithm, byte[] der)
    {
        try
        {
            algorithm.ImportSubjectPublicKeyInfo(der, out int read);
            return read == der.Length ? TufKey.TryMake(scheme, algorithm.ExportSubjectPublicKeyInfoPem() + "\n") : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

using System.Security.Cryptography;

namespace Ota.Core.Bundles.Keys;

/// <summary>PEM (RFC 7468) around public keys.</summary>
internal static class PemText
{
    private const string PublicKeyLabel = "PUBLIC KEY";

    /// <summary>The DER within, or null if the text is not one PEM block with a public key.</summary>
    public static byte[]? TryReadPublicKey(string text)
    {
        if (!PemEncoding.TryFind(text, out PemFields fields) || text[fields.Label] != PublicKeyLabel) return null;
        bool isAlone = string.IsNullOrWhiteSpace(text[..fields.Location.Start]) && string.IsNullOrWhiteSpace(text[fields.Location.End..]);
        byte[] der = new byte[fields.DecodedDataLength];
        return isAlone && Convert.TryFromBase64String(text[fields.Base64Data], der, out int written) && written == der.Length ? der : null;
    }

    /// <summary>A public key as all TUF libraries write it, with a line end after it.</summary>
    public static string WritePublicKey(byte[] der) => PemEncoding.WriteString(PublicKeyLabel, der) + "\n";
}

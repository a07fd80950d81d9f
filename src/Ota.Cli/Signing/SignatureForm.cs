using System.Formats.Asn1;
using Ota.Core.Bundles.Keys;

namespace Ota.Cli.Signing;

/// <summary>Signatures as devices write them, and as files have them. PKCS#11 gives ECDSA as r and s beside each other, others as DER.</summary>
internal static class SignatureForm
{
    private const int ScalarSize = 32;

    /// <summary>The signature in the form of files; null if it is none of the key over the data in any form.</summary>
    public static byte[]? TryNormalise(TufKey key, byte[] data, byte[] signature)
    {
        if (key.Verify(data, signature) == SignatureVerdict.Valid) return signature;
        if (key.Scheme != KeyScheme.EcdsaP256Sha256 || signature.Length != 2 * ScalarSize) return null;
        byte[] der = ToDer(signature);
        return key.Verify(data, der) == SignatureVerdict.Valid ? der : null;
    }

    /// <summary>r and s, 32 bytes each, as the sequence of RFC 3279 2.2.3.</summary>
    public static byte[] ToDer(ReadOnlySpan<byte> pair)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Shortest(pair[..ScalarSize]));
            writer.WriteIntegerUnsigned(Shortest(pair[ScalarSize..]));
        }

        return writer.Encode();
    }

    private static ReadOnlySpan<byte> Shortest(ReadOnlySpan<byte> number)
    {
        ReadOnlySpan<byte> trimmed = number.TrimStart((byte)0);
        return trimmed.IsEmpty ? number[..1] : trimmed;
    }
}

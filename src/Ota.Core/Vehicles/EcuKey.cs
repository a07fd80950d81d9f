namespace Ota.Core.Vehicles;

/// <summary>The public key that an ECU signs with: SubjectPublicKeyInfo (RFC 5280), DER. Kept in base64.</summary>
public static class EcuKey
{
    /// <summary>The greatest length in bytes; RSA with 4096 bits needs 550.</summary>
    public const int MaxSize = 1024;

    private const int MinSize = 32;
    private const byte Sequence = 0x30;

    /// <summary>Whether bytes have the outer form of a key: one DER sequence and nothing after it. Its content shows when it verifies.</summary>
    public static bool HasForm(ReadOnlySpan<byte> der)
    {
        if (der.Length is < MinSize or > MaxSize || der[0] != Sequence) return false;
        return der[1] switch
        {
            < 0x80 => der[1] == der.Length - 2,
            0x81 => der[2] >= 0x80 && der[2] == der.Length - 3,
            0x82 => (der[2] << 8 | der[3]) == der.Length - 4,
            _ => false,
        };
    }
}

namespace Ota.Mqtt;

/// <summary>The variable byte integer (1.5.5): seven bits a byte, least significant first, at most four bytes.</summary>
internal static class VariableByteInteger
{
    public const int Max = 268_435_455;

    public static int SizeOf(int value) => value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4;

    /// <summary>Zero when more bytes are needed, otherwise the bytes used; throws when the fourth byte has a continuation bit.</summary>
    public static int TryRead(ReadOnlySpan<byte> bytes, out int value)
    {
        value = 0;
        for (int i = 0; i < 4; i++)
        {
            if (i == bytes.Length)
                return 0;
            byte next = bytes[i];
            value |= (next & 0x7F) << (7 * i);
            if (next < 0x80)
                return i + 1;
        }
        Refuse.Malformed("A variable byte integer has more than four bytes (1.5.5).");
        return 0;
    }

    /// <summary>MQTT-1.5.5-1; MQTT 3.1.1 has no such rule for its remaining length (2.2.3).</summary>
    public static bool IsMinimal(int value, int size) => size == SizeOf(value);

    public static int Write(Span<byte> destination, int value)
    {
        int size = 0;
        for (; value >= 0x80; value >>= 7)
            destination[size++] = (byte)(value | 0x80);
        destination[size++] = (byte)value;
        return size;
    }
}

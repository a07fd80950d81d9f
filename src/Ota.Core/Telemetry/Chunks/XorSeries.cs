using System.Numerics;

namespace Ota.Core.Telemetry.Chunks;

/// <summary>
/// Doubles that are no decimals: each as the bits in which it differs from the one before, in the manner of Facebook's Gorilla (VLDB
/// 2015, 4.1.2). 0: the same; 10: the differing bits lie in the last window; 11: a new window (6 bits leading zeros, 6 bits length - 1).
/// </summary>
internal static class XorSeries
{
    public static int MaxSize(int count) => 16 + (count * 10);

    public static void Write(ReadOnlySpan<long> bits, ref ByteWriter output)
    {
        BitWriter writer = new(output.Rest);
        ulong previous = 0;
        int leading = 64;
        int length = 0;
        foreach (ulong value in System.Runtime.InteropServices.MemoryMarshal.Cast<long, ulong>(bits))
        {
            ulong difference = value ^ previous;
            previous = value;
            if (difference == 0)
            {
                writer.Write(0, 1);
                continue;
            }
            int head = BitOperations.LeadingZeroCount(difference);
            int tail = BitOperations.TrailingZeroCount(difference);
            bool fits = head >= leading && tail >= 64 - leading - length;
            if (!fits)
            {
                leading = head;
                length = 64 - head - tail;
            }
            writer.Write(fits ? 0b01UL : 0b11, 2);
            if (!fits) writer.Write((ulong)(leading | ((length - 1) << 6)), 12);
            writer.Write(difference >> (64 - leading - length), length);
        }
        output.Skip(writer.Finish());
    }

    /// <exception cref="ChunkFormatException">The bytes are no series of so many doubles.</exception>
    public static void Read(ref ByteReader input, Span<long> bits)
    {
        BitReader reader = new(input.Rest);
        ulong value = 0;
        int leading = 64;
        int length = 0;
        for (int i = 0; i < bits.Length; i++)
        {
            if (reader.Read(1) == 1)
            {
                if (reader.Read(1) == 1)
                {
                    leading = (int)reader.Read(6);
                    length = (int)reader.Read(6) + 1;
                    if (leading + length > 64) throw new ChunkFormatException("A window of differing bits is wider than 64 bits.");
                }
                ulong difference = reader.Read(length);
                if (length > 0) value ^= difference << (64 - leading - length);
            }
            bits[i] = (long)value;
        }
        input.Bytes(reader.BytesRead);
    }
}

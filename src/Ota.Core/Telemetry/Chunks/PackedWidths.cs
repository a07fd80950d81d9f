using System.Numerics;

namespace Ota.Core.Telemetry.Chunks;

/// <summary>
/// In how many bits the numbers of one series are written: all in <see cref="Large"/>, or, where <see cref="Small"/> is less, each
/// behind a prefix of one bit (small or large), or of up to two bits (small, middle, large). So one outlier does not widen the rest.
/// </summary>
internal readonly record struct PackedWidths(byte Small, byte Middle, byte Large, long Bits)
{
    private const byte Mixed = 0x80;
    private const int Short = 32;

    public bool IsPlain => Small == Large;

    public int HeaderSize => IsPlain ? 1 : 3;

    /// <summary>The widths that take the fewest bits; of a short series one for all, since what is left to win is not worth the search.</summary>
    public static PackedWidths Choose(ReadOnlySpan<ulong> values)
    {
        if (values.Length < Short)
        {
            ulong all = 0;
            foreach (ulong value in values) all |= value;
            byte width = (byte)(64 - BitOperations.LeadingZeroCount(all));
            return new PackedWidths(width, width, width, (long)values.Length * width);
        }

        Span<int> counts = stackalloc int[65];
        counts.Clear();
        foreach (ulong value in values) counts[64 - BitOperations.LeadingZeroCount(value)]++;
        Span<byte> widths = stackalloc byte[65];
        int distinct = 0;
        for (int width = 0; width < counts.Length; width++)
        {
            if (counts[width] > 0) widths[distinct++] = (byte)width;
        }
        return Choose(counts, widths[..distinct], values.Length);
    }

    public void Write(ref ByteWriter output)
    {
        output.Byte(IsPlain ? Large : (byte)(Mixed | Small));
        if (IsPlain) return;
        output.Byte(Middle);
        output.Byte(Large);
    }

    /// <exception cref="ChunkFormatException">Not widths that could be chosen.</exception>
    public static PackedWidths Read(ref ByteReader input)
    {
        byte first = input.Byte();
        byte small = (byte)(first & ~Mixed);
        PackedWidths widths = first < Mixed ? new(first, first, first, 0) : new(small, input.Byte(), input.Byte(), 0);
        bool ordered = widths.Small <= widths.Middle && widths.Middle <= widths.Large && widths.Large <= 64;
        if (!ordered || (first >= Mixed && widths.IsPlain)) throw new ChunkFormatException("The widths of packed values are out of order.");
        return widths;
    }

    private static PackedWidths Choose(ReadOnlySpan<int> counts, ReadOnlySpan<byte> widths, int total)
    {
        byte large = widths.IsEmpty ? (byte)0 : widths[^1];
        PackedWidths best = new(large, large, large, (long)total * large);
        long small = 0;
        for (int i = 0; i < widths.Length - 1; i++)
        {
            small += counts[widths[i]];
            long head = small * (1 + widths[i]);
            // Two classes cost two header bytes more than plain.
            best = Cheaper(best, new(widths[i], large, large, head + ((total - small) * (1 + large)) + 16));
            long middle = 0;
            for (int j = i + 1; j < widths.Length - 1; j++)
            {
                middle += counts[widths[j]];
                long tail = (middle * (2 + widths[j])) + ((total - small - middle) * (2 + large));
                best = Cheaper(best, new(widths[i], widths[j], large, head + tail + 16));
            }
        }
        return best;
    }

    private static PackedWidths Cheaper(PackedWidths best, PackedWidths other) => other.Bits < best.Bits ? other : best;
}

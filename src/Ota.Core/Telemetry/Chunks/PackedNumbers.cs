namespace Ota.Core.Telemetry.Chunks;

/// <summary>A series of unsigned numbers, bit-packed in the widths that its <see cref="PackedWidths"/> say.</summary>
internal static class PackedNumbers
{
    /// <summary>The most bytes that so many numbers take.</summary>
    public static int MaxSize(int count) => 16 + (count * 9);

    public static void Write(ReadOnlySpan<ulong> values, PackedWidths widths, ref ByteWriter output)
    {
        widths.Write(ref output);
        BitWriter bits = new(output.Rest);
        if (widths.IsPlain)
        {
            foreach (ulong value in values) bits.Write(value, widths.Large);
        }
        else
        {
            WriteMixed(values, widths, ref bits);
        }
        output.Skip(bits.Finish());
    }

    /// <exception cref="ChunkFormatException">The bytes end before, or the widths are wrong.</exception>
    public static void Read(ref ByteReader input, Span<ulong> values)
    {
        PackedWidths widths = PackedWidths.Read(ref input);
        BitReader bits = new(input.Rest);
        if (widths.Large == 0)
        {
            values.Clear();
        }
        else if (widths.IsPlain)
        {
            for (int i = 0; i < values.Length; i++) values[i] = bits.Read(widths.Large);
        }
        else
        {
            ReadMixed(ref bits, widths, values);
        }
        input.Bytes(bits.BytesRead);
    }

    private static void WriteMixed(ReadOnlySpan<ulong> values, PackedWidths widths, ref BitWriter bits)
    {
        ulong smallEnd = 1UL << widths.Small; // Less than 64: something is larger.
        bool hasMiddle = widths.Middle < widths.Large;
        ulong middleEnd = hasMiddle ? 1UL << widths.Middle : 0;
        foreach (ulong value in values)
        {
            if (value < smallEnd)
                bits.Write(value << 1, 1 + widths.Small);
            else
                WriteLarger(value, isMiddle: value < middleEnd, widths, hasMiddle, ref bits);
        }
    }

    private static void WriteLarger(ulong value, bool isMiddle, PackedWidths widths, bool hasMiddle, ref BitWriter bits)
    {
        if (hasMiddle) bits.Write(isMiddle ? 1UL : 3, 2);
        else bits.Write(1, 1);
        bits.Write(value, isMiddle ? widths.Middle : widths.Large);
    }

    private static void ReadMixed(ref BitReader bits, PackedWidths widths, Span<ulong> values)
    {
        bool hasMiddle = widths.Middle < widths.Large;
        for (int i = 0; i < values.Length; i++) values[i] = bits.ReadMixed(widths, hasMiddle);
    }
}

namespace Ota.Core.Telemetry.Chunks;

/// <summary>
/// Sensors report decimals: 12.3 is 123 tenths. Finds how many decimals make every value of a series a whole number from which the very
/// same bits come back, for doubles and for singles that were widened to doubles.
/// </summary>
internal readonly record struct DecimalScale(byte Digits, bool Single)
{
    private const byte SingleFlag = 0x40;
    private const byte MostDigits = 12;
    private const double Largest = 1L << 53; // Above it not every integer is a double.

    // Each is exact, and so is the rounding of a quotient: that is what makes the way back unique.
    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

    public byte Code => (byte)(Digits | (Single ? SingleFlag : 0));

    /// <exception cref="ChunkFormatException">Not a scale.</exception>
    public static DecimalScale FromCode(byte code)
    {
        DecimalScale scale = new((byte)(code & ~SingleFlag), (code & SingleFlag) != 0);
        return scale.Digits <= MostDigits ? scale : throw new ChunkFormatException($"The decimal scale {code} is unknown.");
    }

    /// <summary>Writes the whole numbers, or returns null when there is no such scale.</summary>
    public static DecimalScale? Find(ReadOnlySpan<long> bits, Span<long> whole) =>
        Find(bits, whole, single: false) ?? (AreSingles(bits) ? Find(bits, whole, single: true) : null);

    public long Back(long whole)
    {
        double value = whole / Powers[Digits];
        return BitConverter.DoubleToInt64Bits(Single ? (float)value : value);
    }

    private static DecimalScale? Find(ReadOnlySpan<long> bits, Span<long> whole, bool single)
    {
        DecimalScale scale = new(0, single);
        for (int i = 0; i < bits.Length;)
        {
            if (scale.TryScale(bits[i], out whole[i]))
            {
                i++;
                continue;
            }
            if (scale.Digits == MostDigits || !double.IsFinite(BitConverter.Int64BitsToDouble(bits[i]))) return null;
            scale = scale with { Digits = (byte)(scale.Digits + 1) };
            i = 0; // The values before this one take the new scale too.
        }
        return scale;
    }

    private bool TryScale(long bits, out long whole)
    {
        double scaled = Math.Round(BitConverter.Int64BitsToDouble(bits) * Powers[Digits]);
        whole = 0;
        if (!(Math.Abs(scaled) <= Largest)) return false;
        whole = (long)scaled;
        return Back(whole) == bits;
    }

    private static bool AreSingles(ReadOnlySpan<long> bits)
    {
        foreach (long value in bits)
        {
            if ((value & 0x1fff_ffff) != 0) return false; // The 29 bits that a double has and a single has not.
        }
        return true;
    }
}

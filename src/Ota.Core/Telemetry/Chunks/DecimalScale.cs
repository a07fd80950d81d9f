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

    /// <summary>Turns whole numbers into the bits of the doubles that they stand for.</summary>
    public void Back(Span<long> whole)
    {
        double power = Powers[Digits];
        for (int i = 0; i < whole.Length; i++)
        {
            double value = whole[i] / power;
            whole[i] = BitConverter.DoubleToInt64Bits(Single ? (float)value : value);
        }
    }

    private static DecimalScale? Find(ReadOnlySpan<long> bits, Span<long> whole, bool single)
    {
        for (byte digits = 0; digits <= MostDigits; digits++)
        {
            // One that fails fails the scale: the values before it take the next one too.
            int scaled = Scale(bits, whole, Powers[digits], single);
            if (scaled == bits.Length) return new DecimalScale(digits, single);
            if (!double.IsFinite(BitConverter.Int64BitsToDouble(bits[scaled]))) return null;
        }
        return null;
    }

    /// <returns>How many could be scaled, from the first on.</returns>
    private static int Scale(ReadOnlySpan<long> bits, Span<long> whole, double power, bool single)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            double scaled = Math.Round(BitConverter.Int64BitsToDouble(bits[i]) * power);
            if (!(Math.Abs(scaled) <= Largest)) return i;
            long rounded = (long)scaled;
            double back = rounded / power;
            if (BitConverter.DoubleToInt64Bits(single ? (float)back : back) != bits[i]) return i;
            whole[i] = rounded;
        }
        return bits.Length;
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

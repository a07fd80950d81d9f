namespace Ota.Core.Telemetry.Chunks;

/// <summary>What a column says of itself without being decoded; values are bits as in <see cref="ColumnKind"/>.</summary>
/// <param name="First">The first value in the order of the column.</param>
/// <param name="Last">The last value in the order of the column.</param>
/// <param name="Min">The smallest; NaN only if there is nothing else.</param>
/// <param name="Max">The largest; NaN only if there is nothing else.</param>
public readonly record struct ColumnSummary(long First, long Last, long Min, long Max)
{
    internal static ColumnSummary OfIntegers(ReadOnlySpan<long> values)
    {
        long min = values[0];
        long max = values[0];
        foreach (long value in values)
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }
        return new ColumnSummary(values[0], values[^1], min, max);
    }

    internal static ColumnSummary OfNumbers(ReadOnlySpan<long> bits)
    {
        double min = double.NaN;
        double max = double.NaN;
        foreach (long value in bits)
        {
            double number = BitConverter.Int64BitsToDouble(value);
            if (!(number >= min)) min = double.IsNaN(number) ? min : number;
            if (!(number <= max)) max = double.IsNaN(number) ? max : number;
        }
        return new ColumnSummary(bits[0], bits[^1], BitConverter.DoubleToInt64Bits(min), BitConverter.DoubleToInt64Bits(max));
    }

    internal ColumnSummary Back(DecimalScale scale) => new(scale.Back(First), scale.Back(Last), scale.Back(Min), scale.Back(Max));
}

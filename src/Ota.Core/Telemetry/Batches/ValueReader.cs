using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ota.Core.Telemetry.Catalogue;

namespace Ota.Core.Telemetry.Batches;

/// <summary>
/// Decodes flags and numbers and holds them against the signal. The check is one look at the smallest and the largest; only if that
/// fails are values looked at one by one, because an absent value's place may hold anything.
/// </summary>
internal static class ValueReader
{
    /// <summary>Whole numbers up to here are exact as doubles.</summary>
    public const long LargestExact = 1L << 53;

    /// <summary>Decimals at most: 10 to this power is exact as a double, so a division by it is right to the last bit.</summary>
    public const int MaximumDecimals = 15;

    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    public static double PowerOfTen(int exponent) => Powers[exponent];

    public static BatchProblem ReadFlags(in ColumnFields fields, int count, TelemetryBatch batch)
    {
        Span<long> values = batch.RoomForValues(fields.Flags.Length);
        int read = Packed.Decode(fields.Flags, values);
        if (read < 0) return BatchProblem.Malformed;
        if (read != count) return BatchProblem.UnequalColumns;
        (long minimum, long maximum) = Packed.RangeOf(values[..count]);
        return minimum >= 0 && maximum <= 1 ? BatchProblem.None : BatchProblem.Malformed;
    }

    public static BatchProblem ReadIntegers(
        in ColumnFields fields, SignalDefinition signal, ReadOnlySpan<long> absent, int count, TelemetryBatch batch, out ValueProblem problem)
    {
        BatchProblem form = ReadSums(fields, count, batch, long.MaxValue, out Span<long> values, out problem);
        if (form != BatchProblem.None || problem != ValueProblem.None) return form;
        foreach (long position in absent) values[(int)position] = Math.Clamp(0, signal.MinimumInteger, signal.MaximumInteger);
        (long minimum, long maximum) = Packed.RangeOf(values);
        if (minimum < signal.MinimumInteger || maximum > signal.MaximumInteger) problem = ValueProblem.OutOfRange;
        return BatchProblem.None;
    }

    public static BatchProblem ReadNumbers(
        in ColumnFields fields, SignalDefinition signal, ReadOnlySpan<long> absent, int count, TelemetryBatch batch, out ValueProblem problem)
    {
        scoped Span<double> numbers;
        if (fields.Numbers.IsEmpty)
        {
            problem = ValueProblem.None;
            if (fields.Doubles.Length != count * sizeof(double)) return BatchProblem.UnequalColumns;
            numbers = MemoryMarshal.Cast<long, double>(batch.RoomForValues(count));
            for (int i = 0; i < count; i++) numbers[i] = BinaryPrimitives.ReadDoubleLittleEndian(fields.Doubles[(i * sizeof(double))..]);
        }
        else
        {
            if (fields.Decimals > MaximumDecimals) return Malformed(out problem);
            BatchProblem form = ReadSums(fields, count, batch, LargestExact, out Span<long> values, out problem);
            if (form != BatchProblem.None || problem != ValueProblem.None) return form;
            numbers = MemoryMarshal.Cast<long, double>(values);
            double power = Powers[fields.Decimals];
            for (int i = 0; i < values.Length; i++) numbers[i] = values[i] / power;
        }

        // A refused column keeps nothing, so the check may come after this.
        double stand = Math.Clamp(0, signal.Minimum, signal.Maximum);
        foreach (long position in absent) numbers[(int)position] = stand;
        bool within = true;
        foreach (double number in numbers) within &= number >= signal.Minimum && number <= signal.Maximum;
        if (!within) problem = ValueProblem.OutOfRange;
        foreach (long position in absent) numbers[(int)position] = double.NaN;
        return BatchProblem.None;
    }

    private static BatchProblem ReadSums(
        in ColumnFields fields, int count, TelemetryBatch batch, long largest, out Span<long> values, out ValueProblem problem)
    {
        values = default;
        problem = ValueProblem.None;
        Span<long> room = batch.RoomForValues(fields.Numbers.Length);
        int read = Packed.Unfold(fields.Numbers, room);
        if (read < 0) return BatchProblem.Malformed;
        if (read != count) return BatchProblem.UnequalColumns;
        values = room[..count];
        long step = Math.Max(1, fields.Step);
        long bound = largest / step;
        bool fits = Packed.TrySum(values);
        (long minimum, long maximum) = Packed.RangeOf(values);
        if (!fits || minimum < -bound || maximum > bound)
        {
            problem = ValueProblem.OutOfRange;
        }
        else if (step != 1)
        {
            for (int i = 0; i < values.Length; i++) values[i] *= step;
        }

        return BatchProblem.None;
    }

    private static BatchProblem Malformed(out ValueProblem problem)
    {
        problem = ValueProblem.None;
        return BatchProblem.Malformed;
    }
}

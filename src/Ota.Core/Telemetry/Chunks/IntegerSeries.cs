using System.Runtime.InteropServices;

namespace Ota.Core.Telemetry.Chunks;

/// <summary>
/// A series of integers, as distances from the smallest or as differences from one to the next, whichever is shorter. All arithmetic
/// wraps around, so any 64-bit values come back.
/// </summary>
internal static class IntegerSeries
{
    private const byte FromSmallest = 0;
    private const byte FromPrevious = 1;

    public static int MaxSize(int count) => 1 + ByteWriter.LongestNumber + PackedNumbers.MaxSize(count);

    public static void Write(ReadOnlySpan<long> values, ChunkScratch scratch, ref ByteWriter output)
    {
        if (values.IsEmpty) return;
        Span<ulong> distances = scratch.First(values.Length);
        long smallest = Distances(values, distances);
        PackedWidths distanceWidths = PackedWidths.Choose(distances);
        Span<ulong> steps = scratch.Second(values.Length - 1);
        PackedWidths stepWidths = distanceWidths.Large == 0 ? distanceWidths : Steps(values, steps);
        bool stepsAreShorter = stepWidths.Bits < distanceWidths.Bits;
        output.Byte(stepsAreShorter ? FromPrevious : FromSmallest);
        output.Signed(stepsAreShorter ? values[0] : smallest);
        if (stepsAreShorter)
            PackedNumbers.Write(steps, stepWidths, ref output);
        else
            PackedNumbers.Write(distances, distanceWidths, ref output);
    }

    /// <exception cref="ChunkFormatException">The bytes are no series of so many integers.</exception>
    public static void Read(ref ByteReader input, Span<long> values)
    {
        if (values.IsEmpty) return;
        byte form = input.Byte();
        if (form > FromPrevious) throw new ChunkFormatException($"A series of integers has the unknown form {form}.");
        long start = input.Signed();
        Span<ulong> raw = MemoryMarshal.Cast<long, ulong>(values);
        if (form == FromSmallest)
        {
            PackedNumbers.Read(ref input, raw);
            for (int i = 0; i < values.Length; i++) values[i] = unchecked(start + values[i]);
            return;
        }
        PackedNumbers.Read(ref input, raw[1..]);
        values[0] = start;
        for (int i = 1; i < values.Length; i++) values[i] = start = unchecked(start + ZigZag.Decode(raw[i]));
    }

    private static long Distances(ReadOnlySpan<long> values, Span<ulong> distances)
    {
        long smallest = values[0];
        foreach (long value in values) smallest = Math.Min(smallest, value);
        for (int i = 0; i < values.Length; i++) distances[i] = unchecked((ulong)(values[i] - smallest));
        return smallest;
    }

    private static PackedWidths Steps(ReadOnlySpan<long> values, Span<ulong> steps)
    {
        for (int i = 0; i < steps.Length; i++) steps[i] = ZigZag.Encode(unchecked(values[i + 1] - values[i]));
        return PackedWidths.Choose(steps);
    }
}

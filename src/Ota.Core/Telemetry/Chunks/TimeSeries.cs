namespace Ota.Core.Telemetry.Chunks;

/// <summary>
/// Times as the first one and the steps between them. The steps are an integer series of their own, so an even cadence costs no bits
/// (every step the same), and an uneven one the difference from step to step or from the smallest, whichever is shorter.
/// </summary>
internal static class TimeSeries
{
    public static int MaxSize(int count) => ByteWriter.LongestNumber + IntegerSeries.MaxSize(count);

    public static void Write(ReadOnlySpan<long> times, long origin, ChunkScratch scratch, ref ByteWriter output)
    {
        if (times.IsEmpty) return;
        output.Signed(unchecked(times[0] - origin));
        Span<long> steps = scratch.Steps(times.Length - 1);
        for (int i = 0; i < steps.Length; i++) steps[i] = unchecked(times[i + 1] - times[i]);
        IntegerSeries.Write(steps, scratch, ref output);
    }

    /// <exception cref="ChunkFormatException">The bytes are no series of so many times.</exception>
    public static void Read(ref ByteReader input, long origin, Span<long> times)
    {
        if (times.IsEmpty) return;
        long time = unchecked(origin + input.Signed());
        IntegerSeries.Read(ref input, times[1..]);
        times[0] = time;
        for (int i = 1; i < times.Length; i++) times[i] = time = unchecked(time + times[i]);
    }
}

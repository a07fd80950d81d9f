using Ota.Core.Telemetry.Chunks;

namespace Ota.Core.Tests.Telemetry.Chunks;

/// <summary>A column as a test sees it, made from a seed or read back from a chunk.</summary>
internal sealed record TestColumn(uint Signal, ColumnKind Kind, long[] Times, long[] Bits, string[] Texts)
{
    private static readonly double[] OddNumbers =
    [
        0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue,
        Math.PI, 1e15 + 0.5, 9007199254740993, 0.1 + 0.2, 12.3f, float.MaxValue, BitConverter.Int64BitsToDouble(0x7ff0_0000_dead_beef),
    ];

    public static TestColumn Numbers(uint signal, params double[] values) => new(
        signal, ColumnKind.Number, [.. values.Select((_, i) => 1000L * i)], [.. values.Select(BitConverter.DoubleToInt64Bits)], []);

    public static List<TestColumn> Some(int seed)
    {
        Random random = new(seed);
        uint signal = 0;
        List<TestColumn> columns = [];
        int count = random.Next(0, 8);
        long[] times = SomeTimes(random, random.Next(1, 300));
        for (int i = 0; i < count; i++)
        {
            signal += (uint)random.Next(1, 1000);
            if (random.Next(2) == 0) times = SomeTimes(random, random.Next(1, 300));
            columns.Add(Any(random, signal, times));
        }
        return columns;
    }

    public static List<TestColumn> ReadAll(ReadOnlySpan<byte> bytes)
    {
        Chunk chunk = Chunk.Read(bytes, new ChunkDirectory());
        List<TestColumn> columns = [];
        foreach (ChunkColumn column in chunk.Columns)
        {
            long[] times = new long[column.Count];
            chunk.ReadTimes(column, times);
            bool isText = column.Kind == ColumnKind.Text;
            long[] bits = column.Kind == ColumnKind.Absent || isText ? [] : new long[column.Count];
            string[] texts = isText ? new string[column.Count] : [];
            if (bits.Length > 0) chunk.ReadValues(column, bits);
            if (isText) chunk.ReadTexts(column, new long[column.Count], texts);
            _ = chunk.ReadSummary(column);
            columns.Add(new TestColumn(column.Signal, column.Kind, times, bits, texts));
        }
        return columns;
    }

    public static byte[] Write(IEnumerable<TestColumn> columns)
    {
        ChunkWriter writer = new();
        foreach (TestColumn column in columns) column.AddTo(writer);
        return writer.ToArray();
    }

    public bool IsSameAs(TestColumn other) =>
        (Signal, Kind) == (other.Signal, other.Kind) && Times.SequenceEqual(other.Times) && Bits.SequenceEqual(other.Bits)
        && Texts.SequenceEqual(other.Texts);

    public void AddTo(ChunkWriter writer)
    {
        if (Kind == ColumnKind.Text)
            writer.Add(Signal, Times, Texts);
        else
            writer.Add(Signal, Kind, Times, Bits);
    }

    private static TestColumn Any(Random random, uint signal, long[] times)
    {
        ColumnKind kind = (ColumnKind)random.Next(0, 5);
        long[] bits = kind switch
        {
            ColumnKind.Boolean => [.. times.Select(_ => (long)random.Next(2))],
            ColumnKind.Integer => Integers(random, times.Length),
            ColumnKind.Number => Doubles(random, times.Length),
            _ => [],
        };
        string[] texts = kind == ColumnKind.Text ? [.. times.Select(_ => new string("aé漢😀"[random.Next(3)], random.Next(4)))] : [];
        return new TestColumn(signal, kind, times, bits, texts);
    }

    private static long[] SomeTimes(Random random, int count)
    {
        long[] times = new long[count];
        long time = random.Next(4) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : 1_700_000_000_000;
        int jitter = random.Next(3) switch { 0 => 1, 1 => 50, _ => 100_000 };
        for (int i = 0; i < count; i++) times[i] = time = unchecked(time + 500 + random.Next(-jitter, jitter));
        if (random.Next(8) == 0) times[random.Next(count)] = long.MinValue;
        if (random.Next(8) == 0) times[random.Next(count)] = long.MaxValue;
        return times;
    }

    private static long[] Integers(Random random, int count)
    {
        int width = random.Next(0, 64);
        long start = random.NextInt64(long.MinValue, long.MaxValue);
        int outliers = random.Next(2) * 50;
        return [.. Enumerable.Range(0, count).Select(i => outliers > 0 && i % outliers == 7
            ? random.NextInt64(long.MinValue, long.MaxValue)
            : unchecked(start + (random.NextInt64() & ((1L << width) - 1))))];
    }

    private static long[] Doubles(Random random, int count)
    {
        int form = random.Next(5);
        double scale = Math.Pow(10, random.Next(0, 14));
        return [.. Enumerable.Range(0, count).Select(_ => BitConverter.DoubleToInt64Bits(form switch
        {
            0 => OddNumbers[random.Next(OddNumbers.Length)],
            1 => random.NextDouble(),
            2 => (float)(random.Next(-1000, 1000) / 10.0),
            3 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
            _ => random.Next(-100_000, 100_000) / scale,
        }))];
    }
}

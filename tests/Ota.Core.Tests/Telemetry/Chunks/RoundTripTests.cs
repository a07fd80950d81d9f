using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Telemetry.Chunks;

namespace Ota.Core.Tests.Telemetry.Chunks;

public sealed class RoundTripTests
{
    private static readonly Gen<int> Seeds = Gen.Choose(0, int.MaxValue);

    [Fact]
    public void What_was_written_is_read_bit_for_bit() => Holds(2000, seed =>
    {
        List<TestColumn> columns = TestColumn.Some(seed);
        List<TestColumn> read = TestColumn.ReadAll(TestColumn.Write(columns));
        read.Count.Should().Be(columns.Count);
        foreach ((TestColumn one, TestColumn other) in read.Zip(columns)) one.IsSameAs(other).Should().BeTrue();
    });

    [Fact]
    public void Any_doubles_come_back_bit_for_bit() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(ArbMap.Default.ArbFor<double[]>(), values =>
        {
            if (values.Length == 0) return;
            TestColumn column = TestColumn.Numbers(1, values);
            TestColumn.ReadAll(TestColumn.Write([column])).Single().Bits.Should().Equal(column.Bits);
        }));

    [Fact]
    public void Any_integers_and_times_come_back() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(ArbMap.Default.ArbFor<long[]>(), values =>
        {
            if (values.Length == 0) return;
            TestColumn read = TestColumn.ReadAll(TestColumn.Write([new TestColumn(9, ColumnKind.Integer, values, values, [])])).Single();
            read.Bits.Should().Equal(values);
            read.Times.Should().Equal(values);
        }));

    [Fact]
    public void A_writer_that_is_used_again_writes_the_same() => Holds(300, seed =>
    {
        ChunkWriter writer = new();
        foreach (int one in new[] { seed, seed / 2, seed })
        {
            writer.Clear();
            List<TestColumn> columns = TestColumn.Some(one);
            columns.ForEach(column => column.AddTo(writer));
            writer.ToArray().SequenceEqual(TestColumn.Write(columns)).Should().BeTrue();
        }
    });

    [Fact]
    public void The_head_tells_the_span_of_times_and_the_extremes() => Holds(1000, seed =>
    {
        List<TestColumn> columns = TestColumn.Some(seed);
        Chunk chunk = Chunk.Read(TestColumn.Write(columns), new ChunkDirectory());
        for (int i = 0; i < columns.Count; i++)
        {
            ChunkColumn head = chunk.Columns[i];
            (head.MinTime, head.MaxTime, head.Count).Should().Be((columns[i].Times.Min(), columns[i].Times.Max(), columns[i].Times.Length));
            if (chunk.ReadSummary(head) is { } summary) AssertSummary(columns[i], summary);
        }
    });

    [Fact]
    public void A_long_column_has_a_summary_and_a_short_one_has_none()
    {
        Chunk chunk = Chunk.Read(
            TestColumn.Write([TestColumn.Numbers(1, [.. Enumerable.Range(0, 16).Select(i => i / 4.0)]), TestColumn.Numbers(2, 1, 2)]), new ChunkDirectory());
        chunk.ReadSummary(chunk.Columns[0])!.Value.Max.Should().Be(BitConverter.DoubleToInt64Bits(3.75));
        chunk.ReadSummary(chunk.Columns[1]).Should().BeNull();
    }

    [Fact]
    public void Signals_that_were_sampled_together_share_their_times()
    {
        long[] times = [.. Enumerable.Range(0, 100).Select(i => (i * 977L) ^ (i * i))];
        TestColumn one = new(1, ColumnKind.Integer, times, new long[100], []);
        int alone = TestColumn.Write([one]).Length;
        TestColumn.Write([one, one with { Signal = 2 }]).Length.Should().BeLessThan(alone + 30);
    }

    private static void Holds(int times, Action<int> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(Seeds.ToArbitrary(), property));

    private static void AssertSummary(TestColumn column, ColumnSummary summary)
    {
        summary.First.Should().Be(column.Bits[0]);
        summary.Last.Should().Be(column.Bits[^1]);
        if (column.Kind == ColumnKind.Number)
        {
            double[] numbers = [.. column.Bits.Select(BitConverter.Int64BitsToDouble).Where(number => !double.IsNaN(number)).DefaultIfEmpty(double.NaN)];
            BitConverter.Int64BitsToDouble(summary.Min).Should().Be(numbers.Min());
            BitConverter.Int64BitsToDouble(summary.Max).Should().Be(numbers.Max());
            return;
        }
        (summary.Min, summary.Max).Should().Be((column.Bits.Min(), column.Bits.Max()));
    }
}

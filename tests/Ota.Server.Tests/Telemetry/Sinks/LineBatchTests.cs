using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ota.Server.Telemetry.Sinks;

namespace Ota.Server.Tests.Telemetry.Sinks;

public sealed class LineBatchTests
{
    private const string Vid = "6f9619ff8b86d011b42d00c04fc964ff";

    [Fact]
    public void Points_of_one_vehicle_and_time_share_a_line() =>
        Written(LineDialect.Influx, Point("Vehicle.Speed", PointValue.Of(12.5), 1), Point("Vehicle.IsMoving", PointValue.Of(true), 1),
            Point("Vehicle.TraveledDistance", PointValue.Of(7L), 2), new TelemetryPoint("other", "Vehicle.Speed", 2, PointValue.Of(0.1f)))
            .Should().Be(
                $"telemetry,vid={Vid} Vehicle.Speed=12.5,Vehicle.IsMoving=t 1\n"
                + $"telemetry,vid={Vid} Vehicle.TraveledDistance=7i 2\n"
                + "telemetry,vid=other Vehicle.Speed=0.1 2\n");

    [Fact]
    public void Names_and_texts_are_escaped_each_in_its_way() =>
        Written(LineDialect.Influx, new TelemetryPoint("a, b=c", "x,y z=ü\\n", 5, PointValue.Of("say \"a, b\" \\ now\nü")))
            .Should().Be("telemetry,vid=a\\,\\ b\\=c x\\,y\\ z\\=ü\\n=\"say \\\"a, b\\\" \\\\ now\nü\" 5\n");

    [Fact]
    public void VictoriaMetrics_gets_names_that_its_query_language_can_say_and_no_texts()
    {
        LineBatch batch = Batch(LineDialect.VictoriaMetrics);
        LeavesOut(batch, Point("Vehicle.State", PointValue.Of("on"))).Should().Be(LeftOut.NoSuchType);
        batch.TryAdd(Point("Vehicle.Cabin.Door.Row1", PointValue.Of(false)), out _).Should().BeTrue();
        batch.Close();
        Encoding.UTF8.GetString(batch.Content).Should().Be($"telemetry,vid={Vid} Vehicle_Cabin_Door_Row1=f 1\n");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_finite_number_is_left_out(double value)
    {
        LeavesOut(Batch(), Point("s", PointValue.Of(value))).Should().Be(LeftOut.NotFinite);
        LeavesOut(Batch(), Point("s", PointValue.Of((float)value))).Should().Be(LeftOut.NotFinite);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\"b")]
    [InlineData("a\\")]
    [InlineData("a\\ b")]
    [InlineData("ü\u0001")]
    [InlineData("\u0085")]
    public void A_name_that_no_receiver_would_read_back_is_left_out(string name)
    {
        LineBatch batch = Batch();
        LeavesOut(batch, Point(name, PointValue.Of(1L))).Should().Be(LeftOut.BadName);
        LeavesOut(batch, new TelemetryPoint(name, "s", 1, PointValue.Of(1L))).Should().Be(LeftOut.BadName);
        batch.Content.Length.Should().Be(0, "nothing of it stays behind");
    }

    [Fact]
    public void A_bad_name_in_the_middle_of_a_line_leaves_the_rest_of_the_line_whole() =>
        Written(LineDialect.Influx, Point("a", PointValue.Of(1L)), Point("b\n", PointValue.Of(2L)), Point("c", PointValue.Of(3L)))
            .Should().Be($"telemetry,vid={Vid} a=1i,c=3i 1\n");

    [Theory]
    [InlineData("WVWZZZ1KZ6W000001")]
    [InlineData(" 1M8GDM9AXKP042788 ")]
    public void A_vin_never_leaves_neither_as_vehicle_nor_as_text(string vin)
    {
        LeavesOut(Batch(), new TelemetryPoint(vin, "s", 1, PointValue.Of(1L))).Should().Be(LeftOut.LooksLikeVin);
        LeavesOut(Batch(), Point("Vehicle.VehicleIdentification.VIN", PointValue.Of(vin))).Should().Be(LeftOut.LooksLikeVin);
        LeavesOut(Batch(LineDialect.VictoriaMetrics), Point("s", PointValue.Of(vin))).Should().Be(LeftOut.LooksLikeVin);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(9_223_372_036_855)]
    public void A_time_that_influxdb_cannot_hold_is_left_out(long time) =>
        LeavesOut(Batch(), Point("s", PointValue.Of(1L), time)).Should().Be(LeftOut.BadTime);

    [Fact]
    public void A_text_over_the_limit_is_left_out_and_not_cut()
    {
        LeavesOut(Batch(), Point("s", PointValue.Of(new string('x', 1024)))).Should().Be(LeftOut.No);
        LeavesOut(Batch(), Point("s", PointValue.Of(new string('x', 1025)))).Should().Be(LeftOut.TextTooLong);
    }

    [Fact]
    public void A_full_batch_takes_no_more_and_is_empty_again_after_clearing()
    {
        LineBatch batch = new(LineDialect.Influx, maxLines: 2, maxBytes: 100_000);
        batch.TryAdd(Point("a", PointValue.Of(1L), 1), out _).Should().BeTrue();
        batch.TryAdd(Point("a", PointValue.Of(1L), 2), out _).Should().BeTrue();
        batch.TryAdd(Point("b", PointValue.Of(1L), 2), out _).Should().BeTrue("it is no further line");
        batch.TryAdd(Point("a", PointValue.Of(1L), 3), out _).Should().BeFalse();
        (batch.Lines, batch.Points).Should().Be((2, 3));
        batch.Clear();
        batch.TryAdd(Point("a", PointValue.Of(1L), 3), out _).Should().BeTrue();
        (batch.Lines, batch.Points).Should().Be((1, 1));
    }

    [Fact]
    public void A_batch_of_any_size_has_room_for_the_longest_point()
    {
        LineBatch batch = new(LineDialect.Influx, maxLines: 10, maxBytes: 1);
        string longest = new('\u20AC', 256);
        batch.TryAdd(new TelemetryPoint(longest, longest, 9_223_372_036_854, PointValue.Of(new string('\u20AC', 1024))), out LeftOut leftOut).Should().BeTrue();
        leftOut.Should().Be(LeftOut.No);
        batch.Close();
        NaiveLines.Read(batch.Content).Should().ContainSingle();
    }

    [Fact]
    public void A_line_over_the_limit_of_the_receiver_goes_on_in_another()
    {
        TelemetryPoint[] points = [.. Enumerable.Range(0, 10_000).Select(i => Point($"signal{i}", PointValue.Of((long)i)))];
        LineBatch batch = Batch();
        foreach (TelemetryPoint point in points) batch.TryAdd(point, out _).Should().BeTrue();
        batch.Close();
        batch.Lines.Should().BeGreaterThan(1);
        Encoding.UTF8.GetString(batch.Content).Split('\n').Should().OnlyContain(line => line.Length <= LineDialect.Influx.MaxLine + 300);
        NaiveLines.Read(batch.Content).Should().HaveCount(10_000);
    }

    [Fact]
    public void Whatever_goes_in_comes_out_at_the_receiver_or_is_said_to_be_left_out() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            Random chance = new(seed);
            LineBatch batch = Batch();
            List<(string, string, object, long)> expected = [];
            for (int i = 0; i < 50; i++)
            {
                TelemetryPoint point = AnyPoint(chance);
                batch.TryAdd(point, out LeftOut leftOut).Should().BeTrue();
                if (leftOut == LeftOut.No) expected.Add((point.Vid, point.Signal, Plain(point.Value), point.TimeMs));
            }
            batch.Close();
            NaiveLines.Read(batch.Content).Should().Equal(expected);
            (batch.Points, LineScanner.Points(batch.Content)).Should().Be((expected.Count, expected.Count));
            Encoding.UTF8.GetString(batch.Content[..LineScanner.Middle(batch.Content)]).Should().Match(half => half.Length == 0 || half.EndsWith('\n'));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Adding_points_allocates_nothing()
    {
        LineBatch batch = Batch();
        TelemetryPoint[] points = [Point("a", PointValue.Of(1.5)), Point("b", PointValue.Of("on")), Point("c", PointValue.Of(3L)), Point("d", PointValue.Of(true))];
        const int Rounds = 20_000;
        Round();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++) Round();
        ((GC.GetAllocatedBytesForCurrentThread() - before) / Rounds).Should().Be(0);

        void Round()
        {
            batch.Clear();
            foreach (ref readonly TelemetryPoint point in points.AsSpan()) batch.TryAdd(point, out _);
            batch.Close();
        }
    }

    private static TelemetryPoint Point(string signal, PointValue value, long time = 1) => new(Vid, signal, time, value);

    private static LineBatch Batch(LineDialect? dialect = null) => new(dialect ?? LineDialect.Influx, maxLines: 1000, maxBytes: 1_000_000);

    private static string Written(LineDialect dialect, params TelemetryPoint[] points)
    {
        LineBatch batch = Batch(dialect);
        foreach (TelemetryPoint point in points) batch.TryAdd(point, out _).Should().BeTrue();
        batch.Close();
        return Encoding.UTF8.GetString(batch.Content);
    }

    private static LeftOut LeavesOut(LineBatch batch, TelemetryPoint point)
    {
        batch.TryAdd(point, out LeftOut leftOut).Should().BeTrue();
        return leftOut;
    }

    private static TelemetryPoint AnyPoint(Random chance) =>
        new(AnyText(chance, 3), AnyText(chance, 6), chance.Next(3), AnyValue(chance));

    private static PointValue AnyValue(Random chance) => chance.Next(5) switch
    {
        0 => PointValue.Of(chance.NextInt64(long.MinValue, long.MaxValue)),
        1 => PointValue.Of(BitConverter.Int64BitsToDouble(chance.NextInt64(long.MinValue, long.MaxValue))),
        2 => PointValue.Of(BitConverter.Int32BitsToSingle(chance.Next(int.MinValue, int.MaxValue))),
        3 => PointValue.Of(chance.Next(2) == 0),
        _ => PointValue.Of(AnyText(chance, 20)),
    };

    private static string AnyText(Random chance, int most)
    {
        const string Letters = "ab,= \"\\\n\té€it#'";
        return string.Concat(Enumerable.Range(0, chance.Next(most + 1)).Select(_ => Letters[chance.Next(Letters.Length)]));
    }

    private static object Plain(PointValue value) => value.Kind switch
    {
        PointKind.Integer => value.Integer,
        PointKind.Double => value.Double,
        PointKind.Single => double.Parse(value.Single.ToString("R", null), System.Globalization.CultureInfo.InvariantCulture),
        PointKind.Boolean => value.Boolean,
        _ => value.Text,
    };
}

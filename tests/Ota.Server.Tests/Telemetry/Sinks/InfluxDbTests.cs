using System.Text.Json;
using Ota.Server.Telemetry.Sinks;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.Sinks;

/// <summary>Against Debian's InfluxDB 1.6.</summary>
public sealed class InfluxDbTests : IDisposable
{
    private const long Start = 1_700_000_000_000;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_lost_and_nothing_doubled_when_it_is_killed_in_the_middle(bool gzip)
    {
        await using InfluxDb server = await InfluxDb.StartAsync();
        await using RunningSink sink = Run(RunningSink.Influx(server.Url) with { Gzip = gzip }, RunningSink.Quick with { BatchLines = 200 });
        long next = Start;
        for (int kill = 1; kill <= 3; kill++)
        {
            Offer(20_000);
            await sink.SentAsync(next - Start - 15_000); // In the middle of these.
            await server.KillAsync();
            Offer(10_000);
            await sink.UntilAsync(() => sink.Sink.Status.State == SinkState.Down && sink.Sink.Spool.PendingPoints >= 10_000);
            await server.StartAgainAsync();
        }
        await sink.SentAsync(next - Start);
        (sink.Sink.Points.Sent, sink.Sink.Points.Rejected, sink.Sink.Points.Overflowed).Should().Be((90_000, 0, 0));
        (await server.NumberAsync("SELECT COUNT(s) FROM telemetry", "ota")).Should().Be(90_000);
        (await server.NumberAsync("SELECT SUM(s) FROM telemetry", "ota")).Should().Be(3 * (Sum(20_000) + Sum(10_000)));

        void Offer(int count)
        {
            sink.Offer(count, next);
            next += count;
        }
    }

    [Fact]
    public async Task It_reads_every_value_as_it_was_offered()
    {
        await using InfluxDb server = await InfluxDb.StartAsync();
        await using RunningSink sink = Run(RunningSink.Influx(server.Url));
        sink.Sink.Offer(
        [
            new("a,b c=d\\e", "text, x=y\\z", Start, PointValue.Of("a \"quoted\" \\ text,\nwith = all é€ of it\\")),
            new("a,b c=d\\e", "big", Start, PointValue.Of(long.MaxValue)),
            new("a,b c=d\\e", "small", Start, PointValue.Of(long.MinValue)),
            new("a,b c=d\\e", "double", Start, PointValue.Of(-1.5e-300)),
            new("a,b c=d\\e", "huge", Start, PointValue.Of(double.MaxValue)),
            new("a,b c=d\\e", "single", Start, PointValue.Of(0.1f)),
            new("a,b c=d\\e", "yes", Start, PointValue.Of(true)),
            new("a,b c=d\\e", "nan", Start, PointValue.Of(double.NaN)),
        ]);
        await sink.SentAsync(7);
        JsonElement series = (await server.QueryAsync("SELECT * FROM telemetry", "ota")).GetProperty("series")[0];
        Dictionary<string, string> row = series.GetProperty("columns").EnumerateArray().Zip(series.GetProperty("values")[0].EnumerateArray())
            .ToDictionary(pair => pair.First.GetString()!, pair => pair.Second.ValueKind == JsonValueKind.String ? pair.Second.GetString()! : pair.Second.GetRawText());
        row.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["time"] = "1700000000000",
            ["vid"] = "a,b c=d\\e",
            ["text, x=y\\z"] = "a \"quoted\" \\ text,\nwith = all é€ of it\\",
            ["big"] = "9223372036854775807",
            ["small"] = "-9223372036854775808",
            ["double"] = "-1.5e-300",
            ["huge"] = "1.7976931348623157e+308",
            ["single"] = "0.1",
            ["yes"] = "true",
        });
        sink.Sink.Points.Rejected.Should().Be(0);
    }

    [Fact]
    public async Task A_value_of_another_type_costs_itself_only_in_a_new_series_and_in_an_old_one()
    {
        await using InfluxDb server = await InfluxDb.StartAsync();
        await using RunningSink sink = Run(RunningSink.Influx(server.Url));
        for (int round = 0; round < 2; round++)
        {
            long time = Start + (round * 100);
            sink.Sink.Offer([.. Enumerable.Range(0, 20).Select(i => new TelemetryPoint("v", "s", time + i, i == 11 ? PointValue.Of(0.5) : PointValue.Of((long)i)))]);
            await sink.SentAsync(19 * (round + 1));
        }
        await sink.UntilAsync(() => sink.Sink.Points.Rejected == 2);
        (await server.NumberAsync("SELECT COUNT(s) FROM telemetry", "ota")).Should().Be(38);
    }

    [Fact]
    public async Task A_body_over_its_limit_goes_in_parts()
    {
        await using InfluxDb server = await InfluxDb.StartAsync("max-body-size = 2000");
        await using RunningSink sink = Run(RunningSink.Influx(server.Url));
        sink.Offer(2000);
        await sink.SentAsync(2000);
        (await server.NumberAsync("SELECT COUNT(s) FROM telemetry", "ota")).Should().Be(2000);
    }

    [Fact]
    public async Task A_wrong_password_keeps_everything_back_until_it_is_corrected()
    {
        const string Root = "u=root&p=top";
        await using InfluxDb server = await InfluxDb.StartAsync("auth-enabled = true");
        await server.QueryAsync("CREATE USER root WITH PASSWORD 'top' WITH ALL PRIVILEGES");
        File.WriteAllText(_folder["password"], "wrong");
        await using RunningSink sink = Run(RunningSink.Influx(server.Url) with { User = "root", PasswordFile = _folder["password"] });
        sink.Offer(100);
        await sink.UntilAsync(() => sink.Sink.Status.State == SinkState.Refused);
        File.WriteAllText(_folder["password"], "top");
        await sink.SentAsync(100);
        (await server.NumberAsync("SELECT COUNT(s) FROM telemetry", "ota", Root)).Should().Be(100);
        sink.Log.Lines.Should().OnlyContain(line => !line.Text.Contains("top") && !line.Text.Contains("wrong"));
    }

    private static long Sum(long count) => count * (count - 1) / 2;

    private RunningSink Run(SinkTarget target, SinksOptions? options = null) => new(target, _folder.Path, options);
}

using System.Text.Json;
using Ota.Server.Telemetry.Sinks;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.Sinks;

/// <summary>Against Debian's VictoriaMetrics 1.79, which also takes what InfluxDB 2 would be sent.</summary>
public sealed class VictoriaMetricsTests : IDisposable
{
    private const long Start = 1_700_000_000_000;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_lost_when_it_is_killed_right_after_it_acknowledged_and_in_the_middle()
    {
        // It stores repetitions; with this it shows each millisecond once.
        await using VictoriaMetrics server = await VictoriaMetrics.StartAsync("-dedup.minScrapeInterval=1ms");
        await using RunningSink sink = Run(RunningSink.VictoriaMetrics(server.Url) with { Gzip = true }, RunningSink.Quick with { BatchLines = 500 });
        sink.Offer(20_000);
        await sink.SentAsync(20_000);
        await server.KillAsync(); // It has them in memory only.
        await server.StartAgainAsync();
        sink.Offer(20_000, Start + 20_000);
        await sink.SentAsync(30_000);
        await server.KillAsync();
        sink.Offer(10_000, Start + 40_000);
        await sink.UntilAsync(() => sink.Sink.Status.State == SinkState.Down);
        await server.StartAgainAsync();
        await sink.SentAsync(50_000);
        // In this order: what is to be sent again is pending before it is unsettled.
        await sink.UntilAsync(() => !sink.Sink.Spool.HasUnsettled && sink.Sink.Spool.PendingPoints == 0);
        await server.KillAsync(); // What is settled survives this too.
        await server.StartAgainAsync();
        List<long> times = [];
        foreach (JsonElement series in await server.ExportAsync())
        {
            series.GetProperty("metric").EnumerateObject().Select(label => (label.Name, label.Value.GetString()))
                .Should().Equal(("__name__", "telemetry_s"), ("vid", "v"));
            times.AddRange(series.GetProperty("timestamps").EnumerateArray().Select(time => time.GetInt64()));
        }
        times.Order().Should().Equal(Enumerable.Range(0, 50_000).Select(i => Start + i));
        sink.Sink.Points.Rejected.Should().Be(0);
    }

    [Fact]
    public async Task The_path_of_InfluxDB_2_leads_to_the_same_values()
    {
        await using VictoriaMetrics server = await VictoriaMetrics.StartAsync();
        File.WriteAllText(_folder["token"], "t");
        await using RunningSink sink = Run(RunningSink.InfluxV2(server.Url) with { TokenFile = _folder["token"], Gzip = true });
        sink.Sink.Offer([new("v", "Vehicle.Speed", Start, PointValue.Of(12.5)), new("v", "on", Start, PointValue.Of(true)), new("v", "n", Start, PointValue.Of(7L))]);
        await sink.SentAsync(3);
        (await server.ExportAsync()).Select(series => (series.GetProperty("metric").GetProperty("__name__").GetString(), series.GetProperty("values")[0].GetDouble()))
            .Should().BeEquivalentTo([("telemetry_Vehicle.Speed", 12.5), ("telemetry_on", 1.0), ("telemetry_n", 7.0)]);
    }

    private RunningSink Run(SinkTarget target, SinksOptions? options = null) => new(target, _folder.Path, options);
}

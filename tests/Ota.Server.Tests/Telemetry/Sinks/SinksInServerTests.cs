using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ota.Server.Telemetry.Sinks;

namespace Ota.Server.Tests.Telemetry.Sinks;

public sealed class SinksInServerTests
{
    [Fact]
    public async Task A_sink_that_is_down_degrades_the_server_and_leaves_it_ready()
    {
        await using ScriptedReceiver there = await ScriptedReceiver.StartAsync();
        ScriptedReceiver gone = await ScriptedReceiver.StartAsync();
        string goneUrl = gone.Url.AbsoluteUri;
        await gone.DisposeAsync();
        await using OtaServer server = await OtaServer.StartAsync("--influx", there.Url.AbsoluteUri, "--influx", goneUrl);
        server.App.Services.GetRequiredService<ITelemetrySink>().Offer([new TelemetryPoint("v", "s", 1, PointValue.Of(1L)), new("v", "t", 1, PointValue.Of(double.NaN))]);
        TelemetrySinks sinks = server.App.Services.GetRequiredService<TelemetrySinks>();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while (sinks.All[0].Points.Sent == 0 || sinks.All[1].Status.State != SinkState.Down) await Task.Delay(10, patience.Token);

        using HttpResponseMessage response = await server.Http.GetAsync("/readyz");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        JsonElement ready = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        ready.GetProperty("ready").GetBoolean().Should().BeTrue();
        JsonElement check = ready.GetProperty("checks").GetProperty("sinks");
        (check.GetProperty("ok").GetBoolean(), check.GetProperty("detail").GetString()).Should().Be((false, "2 in all, 1 down, 0 refusing us"));

        string metrics = await server.Http.GetStringAsync("/metrics");
        string up = $"{{sink=\"influx-127.0.0.1-{there.Url.Port}\"}}";
        string down = $"{{sink=\"influx-127.0.0.1-{new Uri(goneUrl).Port}\"}}";
        metrics.Should().Contain($"ota_sinks_state{up} 0").And.Contain($"ota_sinks_state{down} 1")
            .And.Contain($"ota_sinks_spool_points{up} 0").And.Contain($"ota_sinks_spool_points{down} 1")
            .And.Contain("outcome=\"sent\"").And.Contain("outcome=\"left_out_not_finite\"")
            .And.Contain("ota_sinks_spool_size_bytes").And.Contain("ota_sinks_breaker{").And.Contain("ota_sinks_request_duration_seconds_count{");
    }

    [Fact]
    public async Task A_server_without_sinks_takes_points_and_does_nothing_with_them()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        server.App.Services.GetRequiredService<ITelemetrySink>().Offer([new TelemetryPoint("v", "s", 1, PointValue.Of(1L))]);
        Directory.Exists(Path.Combine(server.Data, "sinks")).Should().BeFalse();
    }
}

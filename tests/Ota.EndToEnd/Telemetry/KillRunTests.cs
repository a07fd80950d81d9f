using System.Text.Json;
using Ota.EndToEnd.Simulator;
using Ota.Testing;

namespace Ota.EndToEnd.Telemetry;

/// <summary>
/// A fleet with every fault replays while processes are killed; then the simulator compares its ledger with the store. A further process
/// to kill is one more victim.
/// </summary>
public sealed class KillRunTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("OTA_TEST_LONG") == "1";

    private static readonly string[] Faults = ["--disconnects", "0.01", "--offline", "0.005", "--duplicates", "0.05", "--reorders", "0.05", "--skew", "0.3"];

    // 920 vehicles send 1,010,000 messages, 60 vehicles with at most 400 send 23,000.
    private static readonly string[] Fleet = IsLong ? ["--vehicles", "920", "--give-up", "600"] : ["--vehicles", "60", "--batches", "400", "--give-up", "300"];

    private static readonly long Messages = IsLong ? 1_000_000 : 20_000;

    private static readonly int Kills = IsLong ? 40 : 6;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(IsLong ? 20 : 8);

    [Theory]
    [InlineData(20261122)]
    public async Task Every_acknowledged_message_is_stored_exactly_once_whatever_is_killed(int seed)
    {
        using TempFolder folder = new();
        await using VictoriaMetrics sink = await VictoriaMetrics.StartAsync();
        await using TelemetryServer server = new(folder["data"], "--victoria-metrics", sink.Url.AbsoluteUri);
        await server.StartAsync();
        string ledger = folder["ledger.jsonl"];
        await using PeerProcess replay = Replay(server, ledger, seed);
        Killing killing = new(seed, new("server", server.KillAsync, server.StartAsync), new("sink", sink.KillAsync, sink.StartAgainAsync));
        await killing.RunAsync(new LedgerProgress(ledger, replay), Kills, Messages);
        (await replay.ExitAsync(Patience)).Should().Be(0, replay.Output);
        JsonElement totals = await server.HasAllAsync(ledger);
        totals.GetProperty("stored").GetInt64().Should().BeGreaterThanOrEqualTo(Messages, "these were killed: {0}", string.Join(", ", killing.Done));
        await server.KillAsync();
        await server.StartAsync();
        await server.HasAllAsync(ledger);
        server.Output.Should().NotContain("crit:").And.NotContain("Unhandled exception");
    }

    [Fact]
    public async Task A_sink_that_is_killed_ends_up_with_every_stored_point()
    {
        using TempFolder folder = new();
        await using VictoriaMetrics sink = await VictoriaMetrics.StartAsync();
        await using TelemetryServer server = new(folder["data"], "--victoria-metrics", sink.Url.AbsoluteUri);
        await server.StartAsync();
        string ledger = folder["ledger.jsonl"];
        await using PeerProcess replay = Replay(server, ledger, 7, "--vehicles", "20", "--batches", "300");
        Killing killing = new(7, new("sink", sink.KillAsync, sink.StartAgainAsync), new("server, asked to stop", async () => await server.StopAsync(), server.StartAsync));
        await killing.RunAsync(new LedgerProgress(ledger, replay), kills: 4, messages: 5000);
        (await replay.ExitAsync(Patience)).Should().Be(0, replay.Output);
        await server.HasAllAsync(ledger);
        await server.HasAllPointsAsync(sink, [.. LedgerLine.ReadAll(ledger).Select(line => line.Vid).Distinct()]);
    }

    [Fact]
    public async Task A_server_that_is_asked_to_stop_under_full_load_answers_for_all_it_acknowledged_and_the_rest_comes_again()
    {
        using TempFolder folder = new();
        await using TelemetryServer server = new(folder["data"]);
        await server.StartAsync();
        string ledger = folder["ledger.jsonl"];
        await using PeerProcess replay = Replay(server, ledger, 3, "--vehicles", "40", "--batches", "300");
        LedgerProgress progress = new(ledger, replay);
        foreach (int moment in new[] { 1000, 4000, 7000 })
        {
            await progress.ReachAsync(moment);
            (await server.StopAsync()).Should().Be(0, server.Output);
            await server.StartAsync();
        }
        (await replay.ExitAsync(Patience)).Should().Be(0, replay.Output);
        await server.HasAllAsync(ledger);
    }

    [Fact]
    public async Task A_ledger_that_says_more_than_the_store_has_does_not_pass()
    {
        using TempFolder folder = new();
        await using TelemetryServer server = new(folder["data"]);
        await server.StartAsync();
        string ledger = folder["ledger.jsonl"];
        await using PeerProcess replay = Replay(server, ledger, 5, "--vehicles", "2", "--batches", "20");
        (await replay.ExitAsync(Patience)).Should().Be(0, replay.Output);
        await server.HasAllAsync(ledger);
        string[] lines = File.ReadAllLines(ledger);
        LedgerLine last = LedgerLine.ReadAll(ledger)[^1];

        File.WriteAllLines(ledger, [.. lines, lines[^1].Replace($"\"seq\":{last.Seq},", $"\"seq\":{last.Seq + 1000},", StringComparison.Ordinal)]);
        await DisagreesAsync(server, ledger, "is acknowledged, and only");
        File.WriteAllLines(ledger, lines.Where(line => line != lines[^1]));
        await DisagreesAsync(server, ledger, "are stored and were never sent, or are stored twice");
        (await StoreChecks.RunAsync(server, ledger, "--killed")).Code.Should().Be(0, "a killed simulator leaves such a ledger");
        File.WriteAllLines(ledger, lines.Select(line => line.Replace($"\"readings\":{last.Readings},", $"\"readings\":{last.Readings + 1},", StringComparison.Ordinal)));
        await DisagreesAsync(server, ledger, "acknowledged readings are not stored");
        File.WriteAllLines(ledger, lines.Select(line => line.Replace(last.Vid, new string('f', 32), StringComparison.Ordinal)));
        await DisagreesAsync(server, ledger, "are acknowledged and none is stored");
    }

    private static async Task DisagreesAsync(TelemetryServer server, string ledger, string sentence)
    {
        (int code, string output) = await StoreChecks.RunAsync(server, ledger);
        code.Should().Be(1, output);
        output.Should().Contain(sentence);
    }

    private static PeerProcess Replay(TelemetryServer server, string ledger, int seed, params string[] fleet) => PeerProcess.Start(
        SimulatorProgram.Replay,
        [
            "--broker", $"127.0.0.1:{server.MqttPort}", "--ledger", ledger, "--speed", "0", "--batch-seconds", "1", "--seed", $"{seed}",
            .. Faults, .. fleet.Length > 0 ? fleet : Fleet,
        ]);
}

using Ota.EndToEnd.Simulator;
using Ota.Testing;

namespace Ota.EndToEnd.Telemetry;

/// <summary>What the server stands on goes away during a replay and comes back; nobody does anything else.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Telemetry_goes_on_while_PostgreSQL_is_away_evidence_waits_for_it_and_readiness_says_so()
    {
        using TempFolder folder = new();
        using PostgresServer postgres = new();
        await using TelemetryServer server = new(folder["data"], "--database", postgres.NewDatabase());
        await server.StartAsync();
        string[] ledgers = [folder["1.jsonl"], folder["2.jsonl"]];
        // Without faults nobody reconnects: a birth that waits for the database holds up the acknowledgements behind it.
        await using PeerProcess before = Replay(server, ledgers[0], "--seed", "1", "--no-faults", "--speed", "10", "--spacing", "0");
        using CancellationTokenSource patience = new(Patience);
        while (await server.MetricAsync("ota_evidence_messages_total") < 40) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        postgres.Stop();
        (await server.UntilAsync(ready: false)).Should().Contain("postgresql does not answer");
        await using PeerProcess meanwhile = Replay(server, ledgers[1], "--seed", "2"); // Begins with births, which wait, and what is behind them.
        await new LedgerProgress(ledgers[0], before).ReachAsync(5000); // Nearly all of it: telemetry needs no database.
        (int code, string output) = await StoreChecks.RunAsync(server, ledgers[1]);
        code.Should().Be(1, "operators need it");
        output.Should().Contain("The server could not be asked: ");
        postgres.StartAgain();
        await server.UntilAsync(ready: true);
        (await before.ExitAsync(Patience)).Should().Be(0, before.Output);
        (await meanwhile.ExitAsync(Patience)).Should().Be(0, meanwhile.Output);
        foreach (string ledger in ledgers) await server.HasAllAsync(ledger);
        server.Output.Should().NotContain("Unhandled exception");
    }

    [TinyVolumeFact]
    public async Task A_full_disk_is_said_nothing_is_acknowledged_that_is_not_stored_and_room_is_all_that_it_takes()
    {
        using TempFolder folder = new();
        using TinyVolume volume = new(megabytes: 64);
        await using TelemetryServer server = new(Path.Combine(volume.Path, "data"), "--min-free-mb", "1");
        await server.StartAsync();
        string[] ledgers = [folder["1.jsonl"], folder["2.jsonl"]];
        await using PeerProcess before = Replay(server, ledgers[0], "--seed", "1");
        await new LedgerProgress(ledgers[0], before).ReachAsync(1000);
        volume.Fill();
        await using PeerProcess meanwhile = Replay(server, ledgers[1], "--seed", "2");
        await UnableToStoreAsync(server);
        await server.SaysAsync("Telemetry cannot be stored: .*(disk|full|space)");
        volume.Empty();
        await server.UntilAsync(ready: true);
        (await before.ExitAsync(Patience)).Should().Be(0, before.Output);
        (await meanwhile.ExitAsync(Patience)).Should().Be(0, meanwhile.Output);
        foreach (string ledger in ledgers) await server.HasAllAsync(ledger);
        await server.SaysAsync("Telemetry is stored again");
        server.Output.Should().NotContain("Unhandled exception");
    }

    [TinyVolumeFact]
    public async Task A_server_that_is_killed_on_a_full_disk_goes_on_when_there_is_room()
    {
        using TempFolder folder = new();
        using TinyVolume volume = new(megabytes: 64);
        await using TelemetryServer server = new(Path.Combine(volume.Path, "data"), "--min-free-mb", "1");
        await server.StartAsync();
        volume.Fill();
        string ledger = folder["ledger.jsonl"];
        await using PeerProcess replay = Replay(server, ledger);
        await UnableToStoreAsync(server);
        await server.KillAsync();
        volume.Empty();
        await server.StartAsync();
        (await replay.ExitAsync(Patience)).Should().Be(0, replay.Output);
        await server.HasAllAsync(ledger);
    }

    [TinyVolumeFact]
    public async Task What_finds_no_room_in_memory_either_is_refused_and_counted_and_not_acknowledged()
    {
        using TempFolder folder = new();
        using TinyVolume volume = new(megabytes: 64);
        await using TelemetryServer server = new(Path.Combine(volume.Path, "data"), "--min-free-mb", "1", "--telemetry-queue-mb", "1");
        await server.StartAsync();
        volume.Fill();
        string ledger = folder["ledger.jsonl"];
        // 200 vehicles with 64 messages each on their way are more than 1 MB.
        await using PeerProcess replay = Replay(server, ledger, "--vehicles", "200", "--batches", "200", "--no-faults");
        using CancellationTokenSource patience = new(Patience);
        while (await server.MetricAsync("ota_telemetry_shed_total") == 0) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        volume.Empty();
        (await replay.ExitAsync(Patience)).Should().Be(1, "some were refused");
        long refused = LedgerLine.ReadAll(ledger).LongCount(line => !line.Acknowledged);
        (await server.MetricAsync("ota_telemetry_shed_total")).Should().Be(refused).And.BePositive();
        await server.AgreesAsync(ledger);
    }

    private static async Task UnableToStoreAsync(TelemetryServer server)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!(await server.ReadyAsync()).Said.Contains("telemetry cannot be stored", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
    }

    private static PeerProcess Replay(TelemetryServer server, string ledger, params string[] fleet) => PeerProcess.Start(
        SimulatorProgram.Replay,
        [
            "--broker", $"127.0.0.1:{server.MqttPort}", "--ledger", ledger, "--batch-seconds", "1", "--give-up", "300",
            .. fleet.Contains("--speed") ? [] : (string[])["--speed", "0"],
            .. fleet.Contains("--vehicles") ? [] : (string[])["--vehicles", "40", "--batches", "150"], .. fleet,
        ]);
}

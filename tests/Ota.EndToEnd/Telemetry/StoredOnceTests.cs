using Google.Protobuf.WellKnownTypes;
using Ota.Core.Telemetry.Catalogue;
using Ota.EndToEnd.Simulator;
using Ota.Testing;

namespace Ota.EndToEnd.Telemetry;

/// <summary>The simulator's executable against the server's, which is killed in the middle: the ledger and the store must agree.</summary>
public sealed class StoredOnceTests
{
    private static readonly string[] Fleet =
    [
        "--vehicles", "12", "--batches", "150", "--speed", "150", "--seed", "20261122", "--give-up", "120",
        "--disconnects", "0.05", "--offline", "0.03", "--duplicates", "0.1", "--reorders", "0.1", "--skew", "0.3",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Every_acknowledged_batch_is_stored_exactly_once_although_the_server_is_killed()
    {
        using TempFolder folder = new();
        await using TelemetryServer server = new(folder["data"]);
        await server.StartAsync();
        string ledger = folder["ledger.jsonl"];
        await using PeerProcess replay = PeerProcess.Start(
            SimulatorProgram.Replay, ["--broker", $"127.0.0.1:{server.MqttPort}", "--ledger", ledger, .. Fleet]);
        LedgerProgress progress = new(ledger, replay);
        long atLastKill = 0;
        foreach (int acknowledged in new[] { 1, 300, 600 })
        {
            await progress.ReachAsync(acknowledged);
            await server.KillAsync();
            atLastKill = progress.Count();
            await server.StartAsync();
        }
        (await replay.ExitAsync(Patience)).Should().Be(0, replay.Output);
        LedgerLine[] lines = LedgerLine.ReadAll(ledger);
        lines.Should().OnlyContain(line => line.Acknowledged);
        ((long)lines.Length).Should().BeGreaterThan(atLastKill, "the server was killed in the middle");
        await CompareAsync(server, lines);
        await server.KillAsync();
        await server.StartAsync();
        await CompareAsync(server, lines);
    }

    private static async Task CompareAsync(TelemetryServer server, LedgerLine[] ledger)
    {
        foreach (IGrouping<string, LedgerLine> vehicle in ledger.GroupBy(line => line.Vid))
        {
            V1.VehicleKey key = new() { Vid = vehicle.Key };
            V1.IngestState state = await server.Telemetry.GetIngestStateAsync(new() { Vehicle = key });
            state.Refusals.Should().NotContain(refusal => refusal.Reason != "unknown_vehicle", "nobody registered the vehicles, so their births are refused, and nothing else");
            state.Sequences.Select(sequence => (sequence.BootId, sequence.Stream, sequence.Watermark, sequence.Highest, sequence.Missing, sequence.GivenUp))
                .Should().BeEquivalentTo(vehicle.GroupBy(line => (line.BootId, line.Stream)).Select(counter =>
                    (counter.Key.BootId, counter.Key.Stream, counter.Max(line => line.Seq), counter.Max(line => line.Seq), 0UL, 0UL)));
            (await CountAsync(server, key)).Should().Be(vehicle.Sum(line => (long)line.Readings), "vehicle {0} has each reading once", vehicle.Key);
        }
    }

    private static async Task<long> CountAsync(TelemetryServer server, V1.VehicleKey vehicle)
    {
        long count = 0;
        foreach (SignalDefinition signal in SeedCatalogue.Catalogue.Signals)
        {
            V1.GetHistoryRequest request = new()
            {
                Vehicle = vehicle,
                Signal = signal.Path,
                StartTime = new Timestamp(),
                EndTime = Timestamp.FromDateTimeOffset(DateTimeOffset.MaxValue.AddDays(-1)),
                MaxPoints = 1,
            };
            count += (await server.Telemetry.GetHistoryAsync(request)).Count;
        }
        return count;
    }
}

using System.Text.Json;
using Ota.Testing;

namespace Ota.EndToEnd.Simulator;

/// <summary>The simulator's executable against real brokers, with an observer at the other end.</summary>
public sealed class ReplayTests
{
    private static readonly string[] ManyFaults =
        ["--disconnects", "0.05", "--offline", "0.03", "--duplicates", "0.1", "--reorders", "0.1", "--skew", "0.3"];

    [Fact]
    public async Task Everything_acknowledged_arrives_at_mosquitto_under_every_fault()
    {
        await using Mosquitto mosquitto = new();
        await mosquitto.StartAsync();
        await ReplayAndObserveAsync(mosquitto.Port);
    }

    [Fact]
    public async Task Everything_acknowledged_arrives_at_our_broker_under_every_fault()
    {
        using TempFolder folder = new();
        await using PeerProcess server = PeerProcess.Start(
            new PeerProgram("dotnet", BuiltProgram.Server),
            "--data", folder["data"], "--dev", "--https-port", "0", "--mqtts-port", "0", "--http-port", "0", "--grpc-port", "0", "--mqtt-port", "0");
        string line = "{\"https\":" + await server.LineAsync("{\"https\":");
        await ReplayAndObserveAsync(JsonDocument.Parse(line).RootElement.GetProperty("mqtt").GetInt32());
    }

    [Fact]
    public async Task One_seed_gives_one_history_whatever_the_pace()
    {
        using TempFolder folder = new();
        await using Mosquitto mosquitto = new();
        await mosquitto.StartAsync();
        LedgerLine[] fast = await ReplayAsync(mosquitto.Port, folder["fast.jsonl"], "--vehicles", "3", "--batches", "20", "--speed", "0");
        LedgerLine[] paced = await ReplayAsync(mosquitto.Port, folder["paced.jsonl"], "--vehicles", "3", "--batches", "20", "--speed", "500");
        LedgerLine[] other = await ReplayAsync(mosquitto.Port, folder["other.jsonl"], "--vehicles", "3", "--batches", "20", "--speed", "0", "--seed", "2");
        Essence(paced).Should().BeEquivalentTo(Essence(fast));
        Essence(other).Should().NotBeEquivalentTo(Essence(fast));

        static IEnumerable<(BatchKey, int)> Essence(LedgerLine[] ledger) => ledger.Select(line => (line.Key, line.Readings));
    }

    [Fact]
    public async Task A_broker_that_is_not_there_leaves_nothing_acknowledged()
    {
        using TempFolder folder = new();
        await using Mosquitto mosquitto = new();
        await mosquitto.StartAsync();
        await mosquitto.KillAsync();
        (int code, string output) = await PeerProcess.RunAsync(
            SimulatorProgram.Replay, "--broker", $"127.0.0.1:{mosquitto.Port}", "--ledger", folder["ledger.jsonl"], "--connect-timeout", "1");
        code.Should().Be(1, output);
        output.Should().Contain("could not be reached");
    }

    [Theory]
    [InlineData("--broker", "nowhere")]
    [InlineData("--vehicles", "0")]
    [InlineData("--offline", "-1")]
    [InlineData("--whatever", "1")]
    public async Task Bad_usage_is_refused(string option, string value)
    {
        (int code, string output) = await PeerProcess.RunAsync(SimulatorProgram.Replay, "--ledger", "ledger.jsonl", option, value);
        code.Should().Be(2, output);
        output.Should().Contain(option);
    }

    [Fact]
    public async Task A_name_that_no_trip_has_is_said()
    {
        using TempFolder folder = new();
        (int code, string output) = await PeerProcess.RunAsync(SimulatorProgram.Replay, "--ledger", folder["ledger.jsonl"], "--trips", "no such trip");
        code.Should().Be(1);
        output.Should().Contain("no such trip");
    }

    private static async Task ReplayAndObserveAsync(int port)
    {
        using TempFolder folder = new();
        await using Observer observer = await Observer.StartAsync(port);
        LedgerLine[] ledger = await ReplayAsync(
            port, folder["ledger.jsonl"], ["--vehicles", "12", "--batches", "40", "--speed", "0", .. ManyFaults]);
        await observer.TakeAsync([.. ledger.Select(line => line.Key)], TimeSpan.FromMinutes(3));

        ledger.Should().OnlyContain(line => line.Acknowledged);
        ledger.Select(line => line.Key).Should().OnlyHaveUniqueItems();
        ledger.Should().Contain(line => line.Stream == 2, "some batches must have been buffered without network");
        observer.Taken.Should().HaveCount(ledger.Length);
        foreach (LedgerLine line in ledger) observer.Taken[line.Key].Should().Be((line.Digest, line.Readings));
        observer.Windows.Values.Should().OnlyContain(window => window.Missing == 0 && window.GivenUp == 0);
        observer.Received.Should().BeGreaterThan(ledger.Length, "duplicates must have been sent");
    }

    private static async Task<LedgerLine[]> ReplayAsync(int port, string ledger, params string[] arguments)
    {
        (int code, string output) = await PeerProcess.RunAsync(
            SimulatorProgram.Replay, ["--broker", $"127.0.0.1:{port}", "--ledger", ledger, .. arguments]);
        code.Should().Be(0, output);
        return LedgerLine.ReadAll(ledger);
    }
}

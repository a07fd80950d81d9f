using System.Text.Json;
using Ota.Core.Vehicles.Inventories;
using Ota.EndToEnd.Simulator.Fleet;
using Ota.Payloads.V1;
using Ota.Testing;

namespace Ota.EndToEnd.Simulator.Agent;

/// <summary>The reference agent as a process with a disk, over MQTT and HTTP, against metadata of two repositories.</summary>
public sealed class RealAgentTests
{
    private const int Killed = 137; // 128 and SIGKILL.

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task It_verifies_downloads_installs_and_proves_and_a_second_start_has_nothing_to_do()
    {
        using TempFolder folder = new();
        IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register = FakeVehicles.Write(folder["vehicles"], 1);
        await using FakeBackend backend = await StartAsync(folder, register);
        string vid = register.Keys.Single();

        (await RunAsync(folder, backend, vid, "--consent", "1", "--unsafe", "2")).ExitCode.Should().Be(0);
        IsDone(folder, backend, vid);
        (await RunAsync(folder, backend, vid)).ExitCode.Should().Be(0);
        IsDone(folder, backend, vid);
    }

    [Fact]
    public async Task It_goes_on_after_a_kill_at_any_step_and_proves_what_it_runs()
    {
        using TempFolder folder = new();
        IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register = FakeVehicles.Write(folder["vehicles"], KillPoints.All.Length);
        await using FakeBackend backend = await StartAsync(folder, register);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(KillPoints.All.Zip(register), parallel, async (one, _) =>
        {
            (string step, (string vid, IReadOnlyList<RegisteredEcu> ecus)) = one;
            (int code, string output) = await RunAsync(folder, backend, vid, "--die-at", KillPoints.Of(step, ecus.Select(ecu => ecu.Serial.Value)));
            code.Should().Be(Killed, $"it dies at {step}: {output}");
            (code, output) = await RunAsync(folder, backend, vid);
            code.Should().Be(0, $"it died at {step}: {output}");
            IsDone(folder, backend, vid);
        });
    }

    [Theory]
    [InlineData("write", JobState.RolledBack)]
    [InlineData("test", JobState.RolledBack)]
    [InlineData("boot", JobState.RolledBack)]
    public async Task A_step_that_fails_each_time_ends_with_what_it_ran_before(string step, JobState end)
    {
        using TempFolder folder = new();
        IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register = FakeVehicles.Write(folder["vehicles"], 1);
        await using FakeBackend backend = await StartAsync(folder, register);
        (string vid, IReadOnlyList<RegisteredEcu> ecus) = register.Single();

        (int code, _) = await RunAsync(folder, backend, vid, "--fail", $"{ecus[^1].Serial}:{step}");

        code.Should().Be(1);
        backend.Said[vid].State.Should().Be(end);
        backend.Said[vid].Position.Should().BeGreaterThan(2_000_000, "the backend wanted a second attempt");
        foreach (RegisteredEcu ecu in ecus)
        {
            (string current, string committed) = SlotsOf(folder, vid, ecu.Serial.Value);
            (current, committed).Should().Be(("a", "a"));
        }
    }

    private static async Task<FakeBackend> StartAsync(TempFolder folder, IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register)
    {
        FakeBackend backend = await FakeBackend.StartAsync(register);
        await File.WriteAllBytesAsync(folder["root.json"], backend.Root);
        return backend;
    }

    private static void IsDone(TempFolder folder, FakeBackend backend, string vid)
    {
        backend.Verdicts[vid].Should().Be(ProofReply.Types.Verdict.Confirmed);
        backend.Said[vid].State.Should().Be(JobState.Committed);
        Dictionary<string, string> images = [];
        foreach (string ecu in Directory.GetDirectories(folder[$"disk-{vid}/ecus"]))
        {
            string serial = Path.GetFileName(ecu);
            (string current, string committed) = SlotsOf(folder, vid, serial);
            current.Should().Be(committed);
            using JsonDocument slot = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(ecu, current, "image.json")));
            images[serial] = slot.RootElement.GetProperty("sha256").GetString()!;
        }

        backend.IsTarget(vid, images).Should().BeTrue();
    }

    private static (string Current, string Committed) SlotsOf(TempFolder folder, string vid, string serial)
    {
        string ecu = folder[$"disk-{vid}/ecus/{serial}"];
        return (File.ReadAllText(Path.Combine(ecu, "current")), File.ReadAllText(Path.Combine(ecu, "committed")));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(TempFolder folder, FakeBackend backend, string vid, params string[] more)
    {
        await using PeerProcess agent = PeerProcess.Start(
            SimulatorProgram.Agent,
            [
                "--mqtt", $"127.0.0.1:{backend.Port}", "--https", $"http://127.0.0.1:{backend.WebPort}", "--vid", vid, "--data", folder[$"disk-{vid}"],
                "--ecus", folder[$"vehicles/{vid}.json"], "--director-root", folder["root.json"], "--image-root", folder["root.json"], "--speed", "100",
                .. more,
            ]);
        int code = await agent.ExitAsync(Patience);
        return (code, agent.Output);
    }
}

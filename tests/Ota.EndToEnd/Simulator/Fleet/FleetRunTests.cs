using System.Text.Json;
using Ota.Core.Vehicles.Inventories;
using Ota.Payloads.V1;
using Ota.Simulator.Fleet.Running;
using Ota.Simulator.Verbs;
using Ota.Testing;

namespace Ota.EndToEnd.Simulator.Fleet;

/// <summary>A whole fleet against a backend of a few lines: each behaviour ends as its ledger says.</summary>
public sealed class FleetRunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Each_kind_of_vehicle_ends_as_its_ledger_says_and_as_the_backend_saw_it()
    {
        using TempFolder folder = new();
        VehicleKind[] kinds = Enum.GetValues<VehicleKind>();
        IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register = FakeVehicles.Write(folder["vehicles"], 2 * kinds.Length);
        await using FakeBackend backend = await FakeBackend.StartAsync(register);
        await File.WriteAllBytesAsync(folder["root.json"], backend.Root);

        FleetCounts counts = await RunAsync(folder, backend, [.. kinds.Select(kind => (kind, 2))]);

        counts.Settled.Should().Be(register.Count, counts.ToString());
        FleetEntry[] ledger = [.. File.ReadLines(folder["ledger.jsonl"]).Select(Read)];
        ledger.Select(entry => entry.Vid).Should().Equal(register.Keys.Order(StringComparer.Ordinal));
        foreach (FleetEntry entry in ledger)
        {
            (VehicleTruth truth, JobState? said, ProofReply.Types.Verdict? verdict) = EndOf(entry.Kind);
            entry.Truth.Should().Be(truth, $"it is {entry.Kind}");
            (backend.Said.TryGetValue(entry.Vid, out (ulong, JobState State) last) ? last.State : (JobState?)null).Should().Be(said, $"it is {entry.Kind}");
            (backend.Verdicts.TryGetValue(entry.Vid, out ProofReply.Types.Verdict found) ? found : (ProofReply.Types.Verdict?)null)
                .Should().Be(verdict, $"it is {entry.Kind}");
            bool runsTarget = entry.Images is { } images && backend.IsTarget(entry.Vid, images);
            bool hasNew = entry.Truth is VehicleTruth.Confirmed or VehicleTruth.Replayed;
            runsTarget.Should().Be(hasNew, $"it is {entry.Kind}");
        }

        ledger.Where(entry => entry.Kind is VehicleKind.Flaky or VehicleKind.Staller or VehicleKind.Failing).Should().OnlyContain(entry => entry.Attempts == 2);
        ledger.Where(entry => entry.Kind is VehicleKind.Steady or VehicleKind.LowVoltage).Should().OnlyContain(entry => entry.Attempts == 1, "waiting uses none");
    }

    [Fact]
    public async Task Connections_that_are_cut_again_and_again_cost_time_and_change_no_end()
    {
        const int Cuts = 8;
        using TempFolder folder = new();
        IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register = FakeVehicles.Write(folder["vehicles"], 20);
        await using FakeBackend backend = await FakeBackend.StartAsync(register);
        await using CuttingProxy proxy = new(backend.Port);
        await File.WriteAllBytesAsync(folder["root.json"], backend.Root);
        FleetOptions options = OptionsOf(folder, backend, [(VehicleKind.Liar, 1), (VehicleKind.Refuser, 1), (VehicleKind.Flaky, 2)]) with
        {
            Broker = new HostPort("127.0.0.1", proxy.Port),
            Compress = 10_000, // Slower, so that the cuts meet vehicles in the middle of something.
            GiveUp = TimeSpan.FromMinutes(3),
        };
        int cuts = 0;
        FleetCounts counts = await new FleetRun(options, TimeProvider.System).RunAsync(
            _ =>
            {
                if (cuts++ < Cuts) proxy.CutAll();
            },
            CancellationToken.None);

        counts.Settled.Should().Be(20, counts.ToString());
        cuts.Should().BeGreaterThan(2);
        foreach (FleetEntry entry in File.ReadLines(folder["ledger.jsonl"]).Select(Read))
        {
            (VehicleTruth truth, JobState? said, ProofReply.Types.Verdict? verdict) = EndOf(entry.Kind);
            (entry.Truth, backend.Said[entry.Vid].State).Should().Be((truth, said!.Value), $"it is {entry.Kind}");
            if (verdict is not null) backend.Verdicts[entry.Vid].Should().Be(verdict);
        }
    }

    [Fact]
    public async Task While_a_rollout_is_stopped_no_vehicle_begins_to_install()
    {
        using TempFolder folder = new();
        IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register = FakeVehicles.Write(folder["vehicles"], 6);
        await using FakeBackend backend = await FakeBackend.StartAsync(register);
        backend.IsStopped = true;
        await File.WriteAllBytesAsync(folder["root.json"], backend.Root);
        using CancellationTokenSource stop = new(Patience);
        bool wereReady = false;
        FleetRun run = new(OptionsOf(folder, backend, []), TimeProvider.System);
        FleetCounts counts = await run.RunAsync(
            _ =>
            {
                // All have verified everything and wait: then there is nothing more to see.
                wereReady = backend.Said.Count == register.Count && backend.Said.Values.All(said => said.State >= JobState.Verified);
                if (wereReady) stop.Cancel();
            },
            stop.Token);

        wereReady.Should().BeTrue(counts.ToString());
        backend.Said.Values.Should().OnlyContain(said => said.State < JobState.Installing);
        File.ReadLines(folder["ledger.jsonl"]).Select(Read).Should().OnlyContain(entry => entry.Truth == VehicleTruth.Open);
    }

    [Fact]
    public async Task A_verdict_that_comes_with_the_word_that_there_is_no_job_any_more_is_not_lost()
    {
        using TempFolder folder = new();
        IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register = FakeVehicles.Write(folder["vehicles"], 2);
        await using FakeBackend backend = await FakeBackend.StartAsync(register);
        backend.HoldsVerdicts = true;
        await File.WriteAllBytesAsync(folder["root.json"], backend.Root);

        FleetOptions options = OptionsOf(folder, backend, []) with { GiveUp = TimeSpan.FromMinutes(3), Answer = TimeSpan.FromSeconds(3), Compress = 20_000 }; // It waits for the first answer in vain.
        FleetCounts counts = await new FleetRun(options, TimeProvider.System).RunAsync(_ => { }, CancellationToken.None);

        counts.Settled.Should().Be(register.Count, counts.ToString());
        File.ReadLines(folder["ledger.jsonl"]).Select(Read).Should().OnlyContain(entry => entry.Truth == VehicleTruth.Confirmed);
    }

    [Fact]
    public async Task A_vehicle_that_was_built_with_another_root_refuses_the_job_as_an_attack()
    {
        using TempFolder folder = new();
        IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register = FakeVehicles.Write(folder["vehicles"], 1);
        await using FakeBackend backend = await FakeBackend.StartAsync(register);
        await using FakeBackend other = await FakeBackend.StartAsync(register);
        await File.WriteAllBytesAsync(folder["root.json"], other.Root);

        await RunAsync(folder, backend, []);

        backend.Said.Values.Should().ContainSingle().Which.State.Should().Be(JobState.RolledBack);
        backend.Verdicts.Should().BeEmpty();
    }

    private static (VehicleTruth Truth, JobState? Said, ProofReply.Types.Verdict? Verdict) EndOf(VehicleKind kind) => kind switch
    {
        VehicleKind.Refuser => (VehicleTruth.Declined, JobState.Declined, null),
        VehicleKind.Offline => (VehicleTruth.NeverContacted, null, null),
        VehicleKind.Failing => (VehicleTruth.RolledBack, JobState.RolledBack, null),
        VehicleKind.Stuck => (VehicleTruth.Inconsistent, JobState.Inconsistent, null),
        VehicleKind.Brick => (VehicleTruth.Bricked, JobState.Installing, null),
        VehicleKind.Liar => (VehicleTruth.Lied, JobState.Committed, ProofReply.Types.Verdict.Discrepant),
        VehicleKind.WrongBuild => (VehicleTruth.WrongBuild, JobState.Committed, ProofReply.Types.Verdict.Discrepant),
        VehicleKind.Replayer => (VehicleTruth.Replayed, JobState.Committed, ProofReply.Types.Verdict.Stale),
        _ => (VehicleTruth.Confirmed, JobState.Committed, ProofReply.Types.Verdict.Confirmed),
    };

    private static Task<FleetCounts> RunAsync(TempFolder folder, FakeBackend backend, IReadOnlyList<(VehicleKind Kind, int Count)> counts) =>
        new FleetRun(OptionsOf(folder, backend, counts), TimeProvider.System).RunAsync(_ => { }, CancellationToken.None);

    private static FleetOptions OptionsOf(TempFolder folder, FakeBackend backend, IReadOnlyList<(VehicleKind Kind, int Count)> counts) => new()
    {
        Vehicles = folder["vehicles"],
        Broker = new HostPort("127.0.0.1", backend.Port),
        DirectorRoot = folder["root.json"],
        Ledger = folder["ledger.jsonl"],
        Counts = counts,
        Compress = 100_000,
        GiveUp = Patience,
        MaximumRate = 1000,
    };

    private static FleetEntry Read(string line) => JsonSerializer.Deserialize<FleetEntry>(line, FleetLedger.Form)!;
}

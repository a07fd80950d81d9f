using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Tests.Simulation;

/// <summary>Worlds full of faults. What holds after every step is in <see cref="Invariants"/>; a failure prints its seed.</summary>
public sealed class SimulationTests
{
    private static readonly int Seeds = Environment.GetEnvironmentVariable("OTA_TEST_LONG") == "1" ? 40_000 : 2_000;

    [Fact]
    public void Whatever_is_lost_doubled_delayed_reordered_or_killed_the_invariants_hold_after_every_step()
    {
        HashSet<InstallState> seen = [];
        HashSet<RolloutState> stood = [];
        HashSet<string> decided = [];
        for (int seed = 0; seed < Seeds; seed++)
        {
            World.Check(seed, world =>
            {
                world.Run(150);
                foreach (Row row in world.Backend.Rows.Values) CheckLedger(world, row);
                seen.UnionWith(world.Backend.Rows.Values.Select(row => row.Install.State));
                stood.UnionWith(world.Backend.Rollouts.Select(rollout => rollout.State));
                decided.UnionWith(world.Acts.Select(NameOf));
            });
        }

        // A simulation that does not get there proves nothing.
        Enum.GetValues<InstallState>().Except([InstallState.AlreadyCompliant]).Except(seen).Should().BeEmpty();
        Enum.GetValues<RolloutState>().Except([RolloutState.Draft, RolloutState.Approved, RolloutState.Cancelled]).Except(stood).Should().BeEmpty();
        decided.Should().Contain(["OpenWave 3", "NoteProven 2", "Hold for failed", "Hold for silent", "Hold for faults", "Offer", "Complete"]);
    }

    [Fact]
    public void When_the_faults_end_every_car_ends_and_nobody_is_forgotten()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            World.Check(seed, world =>
            {
                world.Run(100);
                world.Settle(TimeSpan.FromDays(30));
                foreach (Row row in world.Backend.Rows.Values) CheckEnd(world, row.Install);
            });
        }
    }

    [Fact]
    public void One_seed_gives_one_history()
    {
        for (int seed = 0; seed < 20; seed++) HistoryOf(seed).Should().Equal(HistoryOf(seed));
    }

    private static string NameOf(RolloutAct act) => act switch
    {
        RolloutAct.OpenWave open => $"OpenWave {open.Wave}",
        RolloutAct.NoteProven proven => $"NoteProven {proven.Wave}",
        RolloutAct.Hold { Reason: var why } => "Hold for " + (why.Contains("faults", StringComparison.Ordinal) ? "faults" : why.Contains("silent", StringComparison.Ordinal) ? "silent" : "failed"),
        _ => act.GetType().Name,
    };

    private static IReadOnlyList<string> HistoryOf(int seed)
    {
        World world = new(seed);
        world.Run(150);
        world.History.Should().NotBeEmpty();
        return world.History;
    }

    private static void CheckLedger(World world, Row row)
    {
        Install replayed = InstallReplay.Run(row.Frozen, row.Ledger, world.Backend.Rollout(row.Frozen.Rollout).Policy);
        if (Row.Text(replayed) != Row.Text(row.Install)) World.Fail("The whole ledger gives something else than its entries one by one.");
    }

    private static void CheckEnd(World world, Install install)
    {
        Car car = world.Cars[install.Vehicle];
        bool isOffering = world.Backend.Rollout(install.Rollout).State == RolloutState.Running;
        bool isMoving = install.State switch
        {
            InstallState.Offered => isOffering && install.RetryAt is null && world.Backend.Jobs.GetValueOrDefault(install.Vehicle) == install.Rollout,
            InstallState.Acknowledged or InstallState.Downloading or InstallState.Downloaded => true,
            InstallState.Verified => isOffering,
            InstallState.Installing or InstallState.Rebooting or InstallState.SelfTest or InstallState.Committed => true,
            _ => false,
        };
        bool hasLost = install.State == InstallState.Confirmed && install.Targets.Any(target => car.Images[target.Ecu.Value] != target.Sha256);
        if (hasLost && !car.IsDead) World.Fail($"{Row.Text(install)}\nhas lost its fix, and nobody knows.");
        if (isMoving && !car.IsDead) World.Fail($"{Row.Text(install)}\nhas all that it needs and does not end.");
        if (isMoving && car.IsDead && install.Work == WorkList.None) World.Fail($"{Row.Text(install)}\nis dead and nobody has to look.");
    }
}

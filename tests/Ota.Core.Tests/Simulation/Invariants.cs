using System.Globalization;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Simulation;

/// <summary>What holds after every step, whatever happened.</summary>
internal static class Invariants
{
    public static void CheckStep(World world, Row row)
    {
        Install install = row.Install;
        if (Row.Text(row.Replayed) != Row.Text(install)) World.Fail($"The ledger gives\n{Row.Text(row.Replayed)}\nand stored is\n{Row.Text(install)}");
        if ((install.Work == WorkList.None) != (install.WorkDue is null)) World.Fail("A work list goes with a date.");
        if (install.State == InstallState.Inconsistent && !(install.Work == WorkList.Workshop && install.WorkDue <= world.Now))
            World.Fail("Whoever is not consistent is the workshop's at once.");
        if (!InstallStates.IsOpen(install.State) && install.Work != WorkList.None) World.Fail($"Nobody has to do anything about {install.State}.");
        CheckBooks(world, world.Backend.Rollout(install.Rollout));
        _ = InstallBuckets.Of(install);
    }

    public static void CheckBooks(World world, SimRollout rollout)
    {
        // Counting rows is what books are there to avoid: in large worlds now and then only.
        if (world.Cars.Count > 50 && world.History.Count % 500 != 0) return;
        string difference = rollout.Books.Compare(world.Backend.Of(rollout), rollout.Policy, world.Now);
        if (difference.Length > 0) World.Fail($"The books of {rollout.Number} are wrong in {difference}.");
        if (rollout.Books.Waves().Sum(wave => wave.States.Values.Sum()) != rollout.Now.Population) World.Fail("Not everybody of the population is booked.");
    }

    /// <summary>Only a car that truly ran every target when it made the inventory, and was asked for it under this offer, is confirmed.</summary>
    public static void CheckProof(World world, Install install)
    {
        if (install.Found is not { IsFresh: true } found) World.Fail("Confirmed without a fresh inventory.");
        else if (install.Targets.Any(target => world.Truth[(install.Vehicle, int.Parse(found.PrimaryKey, CultureInfo.InvariantCulture), found.Counter)][target.Ecu.Value] != target.Sha256))
            World.Fail("Confirmed, and the car never ran the targets.");
    }

    /// <summary>A fix is lost only if the latest inventory of all that came does not show it: an old one that comes late says nothing.</summary>
    public static void CheckLoss(World world, Install install, (int Primary, ulong Counter) latest)
    {
        IReadOnlyDictionary<string, string> images = world.Truth[(install.Vehicle, latest.Primary, latest.Counter)];
        if (install.Targets.All(target => images[target.Ecu.Value] == target.Sha256)) World.Fail("Reopened, and the latest inventory shows the fix.");
    }

    public static void CheckOffer(World world, SimRollout rollout, long car)
    {
        if (rollout.State != RolloutState.Running) World.Fail("Nothing is offered by a rollout that does not run.");
        if (world.Backend.Jobs.TryGetValue(car, out long holder) && holder != rollout.Number) World.Fail($"{car} is offered another job while it has one.");
        int wave = world.Backend.Find(rollout.Number, car).Wave;
        if (wave == 0 || wave > rollout.Now.Wave) World.Fail($"{car} of wave {wave} is offered it while wave {rollout.Now.Wave} is open.");
        if (rollout.Policy.Deadline <= world.Now) World.Fail("Nothing is offered after the deadline.");
        long limit = rollout.Policy.OffersPerHour;
        int lately = rollout.Offers.Count(offer => offer.Time > world.Now - TimeSpan.FromHours(1) && Car.MarketOf(offer.Car) == Car.MarketOf(car));
        if (limit > 0 && lately >= limit) World.Fail($"{lately} were offered it in {Car.MarketOf(car)} within the hour; the policy allows {limit}.");
        bool isOpen = rollout.Policy.Windows.Count == 0 || rollout.Policy.Windows.Any(window => IsIn(window, world.Now + Car.UtcOffset));
        if (!isOpen) World.Fail("It is offered out of its hours.");
    }

    /// <summary>What is decided, held against the rows and never against what is counted.</summary>
    public static void CheckDecision(World world, SimRollout rollout, IReadOnlyList<RolloutAct> acts)
    {
        if (acts.Count == 0) return;
        if (rollout.State != RolloutState.Running) World.Fail($"{rollout.State}, and {acts[0]} is decided.");
        Install[] rows = [.. world.Backend.Of(rollout).Where(install => install.Wave > 0 && install.Wave <= rollout.Now.Wave)];
        GuardPolicy guard = rollout.Policy.Guard;
        int failed = rows.Count(install => install.State is InstallState.RolledBack or InstallState.SafeDegraded or InstallState.Inconsistent or InstallState.Discrepant);
        bool isFailing = failed >= guard.FailedCount && failed * 1000L >= guard.FailedPermille * (long)Math.Max(failed, rows.Count(install => install.BegunAt is not null));
        if (isFailing && rollout.Now.Judged is null && acts is not [RolloutAct.Hold]) World.Fail($"{failed} failed, and {acts[0]} is decided.");
        if (acts.OfType<RolloutAct.OpenWave>().FirstOrDefault() is not { } open) return;
        if (open.Wave != rollout.Now.Wave + 1 || open.Wave > rollout.Now.Waves) World.Fail($"Wave {open.Wave} is opened after wave {rollout.Now.Wave}.");
        if (open.Wave > 1) CheckSoak(world, rollout, [.. rows.Where(install => install.Wave == rollout.Now.Wave)]);
    }

    private static void CheckSoak(World world, SimRollout rollout, Install[] wave)
    {
        SoakPolicy soak = rollout.Policy.Soak;
        Install[] eligible = [.. wave.Where(install => !InstallStates.IsFinal(install.State))];
        Install[] proven = [.. eligible.Where(install => install.State == InstallState.Confirmed)];
        if (proven.Length * 1000 < soak.ConfirmedPermille * eligible.Length) World.Fail($"The next wave opens, and {proven.Length} of {eligible.Length} are proven.");
        long used = proven.Count(install => world.Cars[install.Vehicle].Ignitions - install.UseAtProof?.IgnitionCycles >= soak.IgnitionCycles);
        if (eligible.Length > 0 && soak.IgnitionCycles > 0 && used < Math.Min(soak.Vehicles, Math.Max(1, proven.Length)))
            World.Fail($"The next wave opens, and {used} were used.");
    }

    private static bool IsIn(DayWindow window, DateTimeOffset local)
    {
        double minute = local.TimeOfDay.TotalMinutes;
        return window.From <= window.To ? minute >= window.From && minute < window.To : minute >= window.From || minute < window.To;
    }

    /// <summary>No install begins after the end of its permit, and no permit is longer than the policy's, or made after the revocation.</summary>
    public static void CheckBegin(World world, Car car, CarJob job)
    {
        SimRollout rollout = world.Backend.Rollout(job.Rollout);
        if (!(job.PermitUntil >= world.Now)) World.Fail($"{car.Number} begins without a permit.");
        if (rollout.RevokedAt + rollout.Policy.Permit < world.Now) World.Fail($"{car.Number} begins after the last permit of what was revoked.");
    }

    public static void CheckAfterTick(World world)
    {
        foreach (Row row in world.Backend.Rows.Values)
        {
            Install install = row.Install;
            if (install.Due <= world.Now) World.Fail("Something is still due.");
            if (IsForgotten(install, world)) World.Fail($"{Row.Text(install)}\nmay be offered it and never has its turn.");
            if (IsStuck(install, world) && install.Work == WorkList.None) World.Fail($"{Row.Text(install)}\nis stuck and nobody has to do anything.");
        }
    }

    private static bool IsForgotten(Install install, World world)
    {
        SimRollout rollout = world.Backend.Rollout(install.Rollout);
        bool hasTurn = rollout.Turns.Contains((install.Wave, install.Vehicle)) || world.Backend.Jobs.ContainsKey(install.Vehicle);
        return rollout.State < RolloutState.Completed && JobRules.HasTurn(install) && install.Wave > 0 && install.Wave <= rollout.Now.Wave && !hasTurn;
    }

    /// <summary>By what people mean with it, not by the machine's own rules.</summary>
    private static bool IsStuck(Install install, World world)
    {
        if (!InstallStates.IsOpen(install.State)) return false;
        TimeSpan limit = world.Backend.Rollout(install.Rollout).Policy.SilentAfter;
        bool isSilent = install.Offer > 0 && install.State != InstallState.Targeted
            && world.Now - install.HeardAt.GetValueOrDefault() >= limit && world.Now - install.OfferedAt.GetValueOrDefault() >= limit;
        return isSilent || install.State is InstallState.RolledBack or InstallState.SafeDegraded or InstallState.Inconsistent or InstallState.Declined
            or InstallState.Expired or InstallState.Discrepant or InstallState.Reopened or InstallState.Unreachable;
    }
}

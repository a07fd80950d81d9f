using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;

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
        CheckBooks(world, install.Rollout);
        _ = InstallBuckets.Of(install);
    }

    public static void CheckBooks(World world, long rollout)
    {
        // Counting rows is what books are there to avoid: in large worlds now and then only.
        if (world.Cars.Count > 50 && world.History.Count % 500 != 0) return;
        long population = world.Backend.Rows.Keys.Count(key => key.Rollout == rollout);
        long booked = 0;
        foreach (((long number, InstallState state), long count) in world.Backend.Books)
        {
            if (number != rollout) continue;
            booked += count;
            int rows = world.Backend.Rows.Values.Count(row => row.Install.Rollout == rollout && row.Install.State == state);
            if (rows != count) World.Fail($"{count} are booked as {state}, {rows} are.");
        }

        if (booked != population) World.Fail($"{booked} are booked of {population}.");
    }

    /// <summary>Only a car that truly ran every target when it made the inventory, and was asked for it under this offer, is confirmed.</summary>
    public static void CheckProof(World world, Install install)
    {
        if (install.Found is not { IsFresh: true } found) World.Fail("Confirmed without a fresh inventory.");
        else if (install.Targets.Any(target => world.Truth[(install.Vehicle, found.Counter)][target.Ecu.Value] != target.Sha256))
            World.Fail("Confirmed, and the car never ran the targets.");
    }

    public static void CheckOffer(World world, SimRollout rollout, long car)
    {
        if (rollout.State != RolloutState.Running) World.Fail("Nothing is offered by a rollout that does not run.");
        if (world.Backend.Jobs.TryGetValue(car, out long holder) && holder != rollout.Number) World.Fail($"{car} is offered another job while it has one.");
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
            if (IsStuck(install, world) && install.Work == WorkList.None) World.Fail($"{Row.Text(install)}\nis stuck and nobody has to do anything.");
        }
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

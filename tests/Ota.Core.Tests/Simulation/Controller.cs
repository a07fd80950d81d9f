using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Simulation;

/// <summary>
/// The controller: the product decides, and this does it in small transactions. It may be killed after each of them, and knows nothing but what
/// the store has.
/// </summary>
internal sealed class Controller(World world, Backend backend)
{
    private const int Batch = 3;

    /// <summary>One look at everything, unless it is killed on the way.</summary>
    public void Tick()
    {
        foreach (string transaction in Transactions())
        {
            if (!world.Chance(world.Kills)) continue;
            world.Note($"killed after {transaction}");
            backend.Crash();
            return;
        }

        Invariants.CheckAfterTick(world);
    }

    private IEnumerable<string> Transactions()
    {
        while (backend.TakeFault() is { } car) yield return $"fault of {car}";
        foreach (string done in PassTime()) yield return done;
        foreach (SimRollout rollout in backend.Rollouts)
        {
            while (rollout.ToldUpTo is not null) yield return TellEnd(rollout);
        }

        foreach (SimRollout rollout in backend.Rollouts.OrderByDescending(rollout => rollout.Policy.Priority).ThenBy(rollout => rollout.Number))
        {
            IReadOnlyList<RolloutAct> acts = RolloutControl.Decide(rollout.Now, rollout.Books.Waves(), Paces(rollout), world.Now);
            Invariants.CheckDecision(world, rollout, acts);
            foreach (RolloutAct act in acts)
            {
                world.Note($"{rollout.Number}: {act}");
                world.Acts.Add(act);
                foreach (string done in Do(rollout, act)) yield return done;
            }
        }

        foreach (string done in PassTime()) yield return done; // What was taken back may be over already.
    }

    private IEnumerable<string> PassTime() => backend.Rows.Values.Where(row => row.Install.Due <= world.Now).Select(row => PassTime(row.Install));

    private string PassTime(Install install)
    {
        (long rollout, long car) = (install.Rollout, install.Vehicle);
        for (int i = 0; backend.Find(rollout, car).Due <= world.Now; i++)
        {
            InstallStep step = backend.Apply(rollout, car, new InstallEvent.TimePassed());
            if (step.Note is not null || i > 10) World.Fail($"{install} is due and time passing changes nothing.");
        }

        return $"time of {rollout}/{car}";
    }

    private string TellEnd(SimRollout rollout)
    {
        InstallEvent happened = rollout.State == RolloutState.Completed ? new InstallEvent.TimePassed() : new InstallEvent.Revoked();
        Install[] open = [.. backend.Of(rollout).Where(install => install.Vehicle > rollout.ToldUpTo && InstallStates.IsOpen(install.State)).Take(Batch)];
        foreach (Install install in open) backend.Apply(rollout.Number, install.Vehicle, happened);
        rollout.ToldUpTo = open.Length < Batch ? null : open[^1].Vehicle;
        if (rollout.ToldUpTo is null) rollout.Turns.Clear();
        return $"end of {rollout.Number}";
    }

    private MarketPace[] Paces(SimRollout rollout) =>
    [
        .. Car.Markets.Where(market => rollout.Turns.Any(turn => Car.MarketOf(turn.Car) == market)).Select(market => new MarketPace(
            market, rollout.Offers.Count(offer => Car.MarketOf(offer.Car) == market && offer.Time > world.Now - TimeSpan.FromHours(1)), Car.UtcOffset)),
    ];

    private IEnumerable<string> Do(SimRollout rollout, RolloutAct act)
    {
        switch (act)
        {
            case RolloutAct.Offer offer:
                foreach ((int, long)[] some in Turns(rollout, offer).Chunk(Batch))
                {
                    foreach ((int, long) turn in some) Offer(rollout, turn);
                    yield return $"offers of {rollout.Number}";
                }

                break;
            case RolloutAct.NoteProven proven:
                rollout.Books.NoteProven(proven.Wave, world.Now);
                yield return "note";
                break;
            default:
                string refusal = backend.Apply(rollout, act switch
                {
                    RolloutAct.OpenWave open => new RolloutEvent.WaveOpened(open.Wave),
                    RolloutAct.Hold hold => new RolloutEvent.Held(hold.Reason, hold.Evidence),
                    RolloutAct.Complete complete => new RolloutEvent.Completed(complete.Reason),
                    _ => throw new InvalidOperationException($"{act} is not expected."),
                });
                if (refusal.Length > 0) World.Fail($"{act} was decided and is refused: {refusal}");
                yield return act.GetType().Name;
                break;
        }
    }

    private static (int Wave, long Car)[] Turns(SimRollout rollout, RolloutAct.Offer offer) =>
        [.. rollout.Turns.Where(turn => Car.MarketOf(turn.Car) == offer.Market).Take((int)Math.Min(int.MaxValue, offer.Most))];

    private void Offer(SimRollout rollout, (int Wave, long Car) turn)
    {
        if (backend.Find(rollout.Number, turn.Car).State == InstallState.Targeted) backend.Apply(rollout.Number, turn.Car, Judge(rollout, turn.Car));
        rollout.Turns.Remove(turn);
    }

    // Of two rollouts that want a vehicle the one of higher priority has it, unless the vehicle has begun with the other.
    private InstallEvent Judge(SimRollout rollout, long car)
    {
        bool isBusy = backend.Jobs.TryGetValue(car, out long holder) && holder != rollout.Number;
        bool isTaken = isBusy && backend.Rollout(holder).Policy.Priority < rollout.Policy.Priority
            && backend.Find(holder, car).State < InstallState.Installing
            && backend.Apply(holder, car, new InstallEvent.Superseded($"{rollout.Number:x12}")).Note is null;
        if (isBusy && !isTaken) return new InstallEvent.NotOffered(new FailureReason(FailureFamily.Operations, FailureCodes.OtherJob));
        if (world.Chance(world.NotOffered))
        {
            return new InstallEvent.NotOffered(world.Chance(0.5)
                ? new FailureReason(FailureFamily.Evidence, FailureCodes.OldInventory)
                : new FailureReason(FailureFamily.Eligibility, FailureCodes.UnexpectedImage));
        }

        Invariants.CheckOffer(world, rollout, car);
        rollout.Offers.Add((car, world.Now));
        InstallTarget[] targets = [.. Car.Ecus.Select(ecu => new InstallTarget(EcuSerial.TryParse(ecu)!, "", rollout.Image, rollout.Number))];
        return new InstallEvent.Offered(targets, backend.Nonce());
    }
}

using static Ota.Core.Rollouts.RolloutState;

namespace Ota.Core.Rollouts;

/// <summary>What becomes of a rollout. <see cref="Rollout.Revision"/> is left alone: the store raises it with what it keeps.</summary>
public static class RolloutMachine
{
    /// <summary>Applies one event.</summary>
    /// <param name="rollout">As it is.</param>
    /// <param name="happened">What is done with it.</param>
    /// <param name="now">When.</param>
    /// <returns>The rollout as it is now, the same object if it is so already; or null with a sentence that says what is in the way and what to do.</returns>
    public static (Rollout? Rollout, string Refusal) Apply(Rollout rollout, RolloutEvent happened, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return happened switch
        {
            RolloutEvent.Approved approved => Approve(rollout, approved),
            RolloutEvent.Started => Start(rollout, now),
            RolloutEvent.Paused paused => Pause(rollout, paused),
            RolloutEvent.Resumed resumed => Resume(rollout, resumed),
            RolloutEvent.Held held => Hold(rollout, held),
            RolloutEvent.Halted halted => Halt(rollout, halted, now),
            RolloutEvent.Cancelled cancelled => Cancel(rollout, cancelled, now),
            RolloutEvent.Revoked revoked => Revoke(rollout, revoked, now),
            RolloutEvent.WaveOpened opened => OpenWave(rollout, opened, now),
            RolloutEvent.Completed completed => Complete(rollout, completed, now),
            RolloutEvent.Amended amended => Amend(rollout, amended),
            _ => throw new ArgumentException($"There is no event {happened.GetType().Name}.", nameof(happened)),
        };
    }

    private static (Rollout? Rollout, string Refusal) Approve(Rollout rollout, RolloutEvent.Approved approved) => rollout.State switch
    {
        Draft when string.IsNullOrEmpty(approved.Operator) => Refused("An approval has to say whose it is: sign it with an operator's certificate."),
        Draft when approved.Operator == rollout.Author => Refused($"{approved.Operator} made this rollout, and nobody approves his own: let another approver sign."),
        Draft => Accepted(rollout with { State = Approved, Reason = "", Approver = approved.Operator }),
        Approved when approved.Operator == rollout.Approver => Accepted(rollout),
        Approved => Refused($"{rollout.Approver} has approved it already: start it."),
        _ => Refused($"Only a draft is approved, and this rollout {Words(rollout)}: look at it with show."),
    };

    private static (Rollout? Rollout, string Refusal) Start(Rollout rollout, DateTimeOffset now) => rollout.State switch
    {
        Approved => Accepted(rollout with { State = Running, Reason = "", Started = now }),
        Running => Accepted(rollout),
        Draft => Refused("Nobody has approved it yet: let somebody else than its author approve it, then start it."),
        Paused or Held => Refused($"It was started and {Words(rollout)}: resume it instead."),
        _ => Refused($"It {Words(rollout)}, which is for good: create another rollout."),
    };

    private static (Rollout? Rollout, string Refusal) Pause(Rollout rollout, RolloutEvent.Paused paused) => rollout.State switch
    {
        Running => Accepted(rollout with { State = Paused, Reason = paused.Reason }),
        Paused => Accepted(rollout),

        // Not turned into a pause: its author may end a pause, and must not end a hold.
        Held => Refused("The controller holds it, which stops as much as a pause does: resume or halt it."),
        Draft or Approved => Refused("It was not started, so there is nothing to pause: cancel it if it must not begin."),
        _ => Refused($"It {Words(rollout)}, so there is nothing to pause."),
    };

    private static (Rollout? Rollout, string Refusal) Resume(Rollout rollout, RolloutEvent.Resumed resumed) => rollout.State switch
    {
        Paused => Accepted(rollout with { State = Running, Reason = resumed.Reason }),
        Held when resumed.Operator == rollout.Author => Refused("The controller holds it, and its author cannot let it go on: let somebody else look and resume it."),
        Held => Accepted(rollout with { State = Running, Reason = resumed.Reason }),
        Running => Accepted(rollout),
        Draft => Refused("Nobody has approved it yet: let somebody else than its author approve it, then start it."),
        Approved => Refused("It was never started: start it."),
        _ => Refused($"It {Words(rollout)}, which is for good: create another rollout for the vehicles that are left."),
    };

    // A hold also replaces a pause: whoever ends the pause might not know of the evidence that came in the meantime.
    private static (Rollout? Rollout, string Refusal) Hold(Rollout rollout, RolloutEvent.Held held) => rollout.State switch
    {
        Running or Paused => Accepted(rollout with { State = Held, Reason = held.Reason, Judged = held.Evidence ?? rollout.Judged }),
        Held => Accepted(rollout),
        Draft or Approved => Refused("It was not started, so there is nothing to hold: cancel it if it must not begin."),
        _ => Refused($"It {Words(rollout)}, so there is nothing to hold."),
    };

    private static (Rollout? Rollout, string Refusal) Halt(Rollout rollout, RolloutEvent.Halted halted, DateTimeOffset now) => rollout.State switch
    {
        Running or Paused or Held => Accepted(rollout with { State = Halted, Reason = halted.Reason, Ended = now }),
        Halted => Accepted(rollout),
        Draft or Approved => Refused("It was not started, so there is nothing to halt: cancel it."),
        Completed => Refused("It is completed and offers nothing any more: revoke it if its bundle must not be installed."),
        _ => Refused($"It {Words(rollout)}, which stops more than halting would."),
    };

    private static (Rollout? Rollout, string Refusal) Cancel(Rollout rollout, RolloutEvent.Cancelled cancelled, DateTimeOffset now) => rollout.State switch
    {
        Draft or Approved => Accepted(rollout with { State = Cancelled, Reason = cancelled.Reason, Ended = now }),
        Cancelled => Accepted(rollout),
        Running or Paused or Held => Refused("It was started, so vehicles may have its bundle: halt or revoke it."),
        _ => Refused($"It {Words(rollout)}, so there is nothing to give up."),
    };

    // Also of what has ended: vehicles may hold the files of a rollout that was completed or halted long ago.
    private static (Rollout? Rollout, string Refusal) Revoke(Rollout rollout, RolloutEvent.Revoked revoked, DateTimeOffset now) => rollout.State switch
    {
        Running or Paused or Held or Completed or Halted =>
            Accepted(rollout with { State = Revoked, Reason = revoked.Reason, Ended = rollout.Ended ?? now }),
        Revoked => Accepted(rollout),
        Cancelled => Refused("It was cancelled before any vehicle got anything, so there is nothing to revoke."),
        _ => Refused("It was not started, so no vehicle got anything: cancel it."),
    };

    private static (Rollout? Rollout, string Refusal) OpenWave(Rollout rollout, RolloutEvent.WaveOpened opened, DateTimeOffset now)
    {
        if (rollout.State != Running) return Refused($"Waves are opened while a rollout is running, and this one {Words(rollout)}: resume it first.");
        if (opened.Wave == rollout.Wave && rollout.Wave > 0) return Accepted(rollout);
        if (opened.Wave > rollout.Waves) return Refused($"It has {rollout.Waves} waves: complete it instead of opening wave {opened.Wave}.");
        return opened.Wave == rollout.Wave + 1
            ? Accepted(rollout with { Wave = opened.Wave, WaveOpened = now })
            : Refused($"Wave {rollout.Wave + 1} is the next one: open waves in their order, not wave {opened.Wave}.");
    }

    private static (Rollout? Rollout, string Refusal) Complete(Rollout rollout, RolloutEvent.Completed completed, DateTimeOffset now) => rollout.State switch
    {
        Running => Accepted(rollout with { State = Completed, Reason = completed.Reason, Ended = now }),
        Completed => Accepted(rollout),
        Draft or Approved => Refused("It was not started, so it cannot be complete: start or cancel it."),
        Paused or Held => Refused($"It {Words(rollout)}: resume it, and it completes by itself, or halt it."),
        _ => Refused($"It {Words(rollout)}, so it has ended already."),
    };

    private static (Rollout? Rollout, string Refusal) Amend(Rollout rollout, RolloutEvent.Amended amended)
    {
        if (rollout.State is Draft) return Refused("It is a draft, which nobody has approved: cancel it and create it anew with these vehicles.");
        if (rollout.State is not (Approved or Running or Paused or Held))
            return Refused($"It {Words(rollout)}, which is for good: create another rollout for these vehicles.");
        if (amended.PopulationDigest == rollout.PopulationDigest) return Accepted(rollout);
        return amended.Vehicles <= 0
            ? Refused("The amendment names no vehicle that is not in the rollout yet: name some.")
            : Accepted(rollout with
            {
                Population = rollout.Population + amended.Vehicles,
                PopulationDigest = amended.PopulationDigest,
                Waves = rollout.Waves + 1,
            });
    }

    private static string Words(Rollout rollout) => rollout.State switch
    {
        Draft => "is a draft",
        Approved => "is approved and was not started",
        Running => "is running",
        Paused => "is paused",
        Held => "is held by the controller",
        Completed => "is completed",
        Halted => "is halted",
        Cancelled => "was cancelled",
        _ => "was revoked",
    };

    private static (Rollout? Rollout, string Refusal) Accepted(Rollout rollout) => (rollout, "");

    private static (Rollout? Rollout, string Refusal) Refused(string sentence) => (null, sentence);
}

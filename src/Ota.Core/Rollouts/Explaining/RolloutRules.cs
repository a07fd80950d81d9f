using System.Globalization;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Population;
using static Ota.Core.Rollouts.Explaining.RuleOutcome;

namespace Ota.Core.Rollouts.Explaining;

/// <summary>What keeps the backend from offering, or the vehicle from beginning.</summary>
internal static class RolloutRules
{
    /// <summary>Every one of them that does not hold, in order.</summary>
    public static IEnumerable<Finding> FindUnmet(ExplainFacts facts, DateTimeOffset now)
    {
        if (facts.Install.State is not (>= InstallState.Targeted and < InstallState.Installing)) yield break; // What has begun, finishes.
        if (Approved(facts.Rollout) is { } approved) yield return approved;
        if (Running(facts.Rollout) is { } running) yield return running;
        if (facts.Install.State != InstallState.Targeted) yield break;
        if (Wave(facts) is { } wave) yield return wave;
        if (Window(facts, now) is { } window) yield return window;
        if (OneJob(facts) is { } other) yield return other;
        if (Eligible(facts.Verdict) is { } eligible) yield return eligible;
    }

    private static Finding? Approved(Rollout rollout) => rollout.State == RolloutState.Draft
        ? new(new(RuleNames.Approved, Blocked, "Nobody has approved the rollout."), new("Somebody else than its author approves the rollout.", NextStep.Engineer, null))
        : null;

    private static Finding? Running(Rollout rollout) => rollout.State switch
    {
        RolloutState.Running => null,
        RolloutState.Draft or RolloutState.Approved =>
            new(new(RuleNames.Running, Blocked, "The rollout was not started."), new("An engineer starts the rollout.", NextStep.Engineer, null)),
        RolloutState.Paused => new(
            new(RuleNames.Running, Blocked, $"The rollout is paused{Because(rollout)}."), new("An engineer lets the rollout go on.", NextStep.Engineer, null)),
        RolloutState.Held => new(
            new(RuleNames.Running, Blocked, $"The controller holds the rollout{Because(rollout)}."),
            new("An engineer who did not make the rollout looks into it, and resumes or halts it.", NextStep.Engineer, null)),
        _ => new(
            new(RuleNames.Running, Blocked, $"The rollout is {WireName<RolloutState>.Of(rollout.State)}{Because(rollout)}.", rollout.Ended),
            new("Another rollout has to bring the update.", NextStep.Engineer, null)),
    };

    private static string Because(Rollout rollout) => rollout.Reason.Length > 0 ? $": {rollout.Reason.TrimEnd('.')}" : "";

    private static Finding? Wave(ExplainFacts facts)
    {
        (Rollout rollout, int wave) = (facts.Rollout, facts.Install.Wave);
        if (wave == 0)
        {
            return new(
                new(RuleNames.Wave, Blocked, "The vehicle is held back, to compare the others with."),
                new("Nothing by itself: another rollout brings the update when the comparison is over.", NextStep.Engineer, null));
        }

        if (wave <= rollout.Wave) return null;
        string sentence = rollout.Wave == 0
            ? Say($"Wave {wave} is not open, nor is any other.")
            : Say($"Wave {wave} is not open: wave {rollout.Wave} is, and has to be proven and used first.");
        return new(new(RuleNames.Wave, Waiting, sentence), new("The controller opens the wave.", NextStep.Backend, null));
    }

    private static Finding? Window(ExplainFacts facts, DateTimeOffset now)
    {
        if (facts.UtcOffset is not { } offset || DayWindows.AreOpen(facts.Rollout.Policy.Windows, now, offset)) return null;
        DateTimeOffset opens = now + DayWindows.UntilOpen(facts.Rollout.Policy.Windows, now, offset);
        return new(
            new(RuleNames.Window, Waiting, "It is not the time of day at which the policy offers.", opens), new("It is offered the update.", NextStep.Backend, opens));
    }

    private static Finding? OneJob(ExplainFacts facts) => facts.OtherJob.Length > 0
        ? new(
            new(RuleNames.OneJob, Waiting, $"Another rollout, {facts.OtherJob}, has the vehicle, and a vehicle has one job at a time."),
            new("The other rollout comes to its end with this vehicle.", NextStep.Backend, null))
        : null;

    private static Finding? Eligible(Verdict? verdict)
    {
        if (verdict is null or { IsOfferable: true }) return null;
        string sentence = verdict.Sentence.Length > 0 ? verdict.Sentence : "Nothing of the bundle is for it as it is now.";
        return verdict.Reason?.Family switch
        {
            FailureFamily.Evidence => new(new(RuleNames.Eligible, Waiting, sentence), new("It proves what it runs, with its next contact.", NextStep.Vehicle, null)),
            FailureFamily.Operations => new(new(RuleNames.Eligible, Waiting, sentence), new("It is judged again when that has ended.", NextStep.Backend, null)),
            _ => new(new(RuleNames.Eligible, Blocked, sentence), new("An engineer finds out what is in the way.", NextStep.Engineer, null)),
        };
    }

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}

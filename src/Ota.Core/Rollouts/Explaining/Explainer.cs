using Ota.Core.Rollouts.Installs;
using static Ota.Core.Rollouts.Explaining.RuleOutcome;

namespace Ota.Core.Rollouts.Explaining;

/// <summary>Answers "why is this car not updated".</summary>
public static class Explainer
{
    /// <summary>Explains.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="now">When.</param>
    public static Explained Explain(ExplainFacts facts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (WithoutRules(facts) is { } simple) return simple;
        List<Finding> unmet = [.. RolloutRules.FindUnmet(facts, now)];
        bool isConfirmed = facts.Install.State == InstallState.Confirmed;
        if (!isConfirmed) unmet.Add(new Finding(InstallRules.Of(facts), NextStep.Of(facts.Install, facts.Rollout.Policy)));
        ExplainedRule[] rules = [.. List(facts, unmet)];
        if (isConfirmed) return new Explained($"Fixed, and proven by a signed inventory on {UtcText.Day(Proven(facts.Install))}.", rules, "", NextStep.Nobody, null);

        // Whoever is on a work list does not go on by the rule that hangs, so the list says what happens next.
        NextStep next = facts.Install.Work == WorkList.None ? unmet[0].Next : NextStep.Of(facts.Install, facts.Rollout.Policy);
        return new Explained(unmet[0].Rule.Sentence, rules, next.Sentence, next.Who, next.By);
    }

    private static IEnumerable<ExplainedRule> List(ExplainFacts facts, List<Finding> unmet)
    {
        string reached = unmet.Count > 0 ? unmet[^1].Rule.Rule : "";
        bool isLater = false;
        foreach ((string name, string sentence) in RuleNames.InOrder)
        {
            if (unmet.Find(finding => finding.Rule.Rule == name) is { } found) yield return found.Rule;
            else if (isLater) yield return new ExplainedRule(name, Later, sentence);
            else yield return new ExplainedRule(name, Met, sentence, Since(name, facts));
            isLater |= name == reached;
        }
    }

    private static DateTimeOffset? Since(string rule, ExplainFacts facts) => rule switch
    {
        RuleNames.Running => facts.Rollout.Started,
        RuleNames.Wave => facts.Wave.Opened,
        RuleNames.Permit => facts.Install.PermitUntil,
        RuleNames.Proven => Proven(facts.Install),
        _ => null,
    };

    private static DateTimeOffset Proven(Install install) => install.ConfirmedAt ?? install.Since;

    /// <summary>Vehicles for which the rollout does nothing: most rules mean nothing to them.</summary>
    private static Explained? WithoutRules(ExplainFacts facts)
    {
        Install install = facts.Install;
        string sentence = facts.Verdict?.Sentence ?? "";
        return install.State switch
        {
            InstallState.AlreadyCompliant => Ended(
                new(RuleNames.Proven, Met, "It ran every target already when the population was frozen; it needs nothing.", install.Since)),
            InstallState.NotApplicable => Ended(
                new(RuleNames.Eligible, Blocked, $"The update is not for this vehicle. {sentence}".TrimEnd(), install.Since)),
            InstallState.RemovedFromService => Ended(
                new(RuleNames.Eligible, Blocked, "The vehicle is not in service any more; a person said so.", install.Since)),
            InstallState.Superseded => Ended(
                new(RuleNames.OneJob, Blocked, "Another rollout has taken the vehicle over.", install.Since)),
            _ => null,
        };

        static Explained Ended(ExplainedRule rule) => new(rule.Sentence, [rule], "", NextStep.Nobody, null);
    }
}

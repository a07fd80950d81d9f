using Ota.Cli.Output;
using Ota.Cli.Rollouts;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>Why a vehicle is where it is, for somebody who has its keeper on the telephone: the answer first.</summary>
internal static class ExplanationPage
{
    public static void Write(TableOutput output, Explanation explanation, DateTimeOffset now)
    {
        output.WriteLine(explanation.Answer);
        output.WriteLine();
        output.WriteLine($"Vehicle {explanation.Vid}, last contact {(explanation.LastContactTime is null ? "never" : Moments.WithDistance(explanation.LastContactTime, now))}.");
        foreach (ExplainedInstall one in explanation.Installs)
        {
            output.WriteLine();
            Write(output, one, now);
        }
    }

    private static void Write(TableOutput output, ExplainedInstall one, DateTimeOffset now)
    {
        Install install = one.Install ?? new Install();
        output.WriteLine($"{one.RolloutTitle} ({install.Rollout}) with {one.BundleTitle}: {Words.Of(install.State)} since {Moments.WithDistance(install.StateTime, now)}");
        if (one.Answer.Length > 0) output.WriteLine(one.Answer);
        output.WriteLine();
        output.WriteTable(
            ["", "RULE", "", "TIME"],
            folded: 2,
            one.Rules.Select(rule => (string[])[MarkOf(rule.Outcome), rule.Rule, rule.Text, Moments.WithDistance(rule.Time, now)]));
        if (one.NextStep.Length == 0) return;
        output.WriteLine();
        output.WriteFacts("Next", Next(one, now).Where(fact => fact.Value.Length > 0));
    }

    private static IEnumerable<(string Name, string Value)> Next(ExplainedInstall one, DateTimeOffset now) =>
    [
        ("next", one.NextStep),
        ("who", one.Who == "nobody" ? "" : one.Who),
        ("by", Moments.WithDistance(one.ByTime, now)),
    ];

    private static string MarkOf(ExplainedRule.Types.Outcome outcome) => outcome switch
    {
        ExplainedRule.Types.Outcome.Met => "✓",
        ExplainedRule.Types.Outcome.Waiting => "…",
        ExplainedRule.Types.Outcome.Blocked => "✗",
        _ => "·",
    };
}

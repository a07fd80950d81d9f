using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>A plan for people.</summary>
internal static class PlanPage
{
    public static void Write(TableOutput output, RolloutPlan plan)
    {
        output.WriteFacts("Plan", Facts(plan).Where(fact => fact.Value.Length > 0));
        output.WriteLine();
        VerdictTable.Write(output, plan.Verdicts, plan.Population);
        if (plan.Waves.Count > 0)
        {
            output.WriteLine();
            WriteWaves(output, plan);
        }

        if (plan.Notes.Count == 0) return;
        output.WriteLine();
        foreach (string note in plan.Notes) output.WriteLine($"- {note}");
    }

    private static IEnumerable<(string Name, string Value)> Facts(RolloutPlan plan) =>
    [
        ("vehicles", Figures.Of(plan.Population)),
        ("half proven", After(plan.HalfS)),
        ("90 % proven", After(plan.NinetyS)),
        ("99 % proven", After(plan.NinetyNineS)),
        ("held back", plan.HoldBack == 0 ? "" : $"{Figures.Vehicles(plan.HoldBack)}, for comparison"),
        ("cannot be reached", plan.Silent == 0 ? "" : $"{Figures.Vehicles(plan.Silent)}: not in contact for as long as the policy waits; they go to a work list"),
        ("not registered", plan.UnknownVehicles == 0 ? "" : Figures.Vehicles(plan.UnknownVehicles)),
    ];

    private static void WriteWaves(TableOutput output, RolloutPlan plan) => output.WriteTable(
        ["WAVE", "VEHICLES", "OPENS AT THE EARLIEST", "PROOF EXPECTED"],
        folded: 3,
        plan.Waves.Select(wave => (string[])
        [
            Figures.Plain(wave.Wave),
            Figures.Plain(wave.Vehicles),
            wave.OpensS == 0 ? "at the start" : $"after {Length(wave.OpensS)}",
            $"after {Length(wave.ProvenS)}",
        ]));

    // Nothing is proven at the start, so none is what the server cannot say.
    private static string After(long seconds) => seconds > 0 ? $"{Length(seconds)} after the start" : "cannot be said";

    private static string Length(long seconds) => Moments.Length(TimeSpan.FromSeconds(seconds));
}

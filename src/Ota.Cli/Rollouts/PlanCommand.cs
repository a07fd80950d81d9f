using System.CommandLine;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts plan`.</summary>
internal static class PlanCommand
{
    public static Command Create(Verbs verbs)
    {
        SpecificationOptions options = new(needsTitle: false);
        Command command = new(
            "plan",
            "Says what a rollout would do, and keeps nothing: who would get the bundle and who not and why, the waves, and when proofs are to be "
            + "expected by how the vehicles were in contact lately.");
        options.AddTo(command);
        verbs.SetAction(command, async (given, session) =>
        {
            RolloutPlan plan = await PopulationUpload.SendAsync(
                session,
                "Planning",
                session.Rollouts.PlanRollout,
                new PlanRolloutRequest { Specification = await options.ReadAsync(given, session) },
                options.Population.ListOf(given),
                vehicles => new PlanRolloutRequest { Vehicles = { vehicles } });
            session.Write(plan, output => PlanPage.Write(output, plan));
            if (plan.UnknownVehicles > 0)
                session.Say($"{Output.Figures.Vehicles(plan.UnknownVehicles)} of the list are not registered; `--output json` names up to 1,000 of them.");
        });
        return command.WithExamples(
            "ota rollouts plan --bundle 4f1c09aa --filter 'model = \"e-Up\" AND year >= 2021'",
            "ota rollouts plan --bundle 4f1c09aa --policy careful.json --vins recall.txt --purpose 'recall 7'",
            "# Vehicles that would not get it, by reason:",
            "ota rollouts plan --bundle 4f1c09aa --vins recall.txt --output json | jq '.verdicts[]'");
    }
}

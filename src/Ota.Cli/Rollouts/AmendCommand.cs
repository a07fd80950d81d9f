using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts amend`.</summary>
internal static class AmendCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> rollout = RolloutArgument.Create();
        Option<string> reason = ReasonOption.Create();
        PopulationOptions population = new();
        Command command = new(
            "amend", "Proposes more vehicles, in a wave of their own after all others. They count when somebody else has approved them.") { rollout, reason };
        population.AddTo(command);
        verbs.SetAction(command, async (given, session) =>
        {
            Rollout found = await RolloutArgument.FindAsync(session, given.GetRequiredValue(rollout));
            CreateRolloutRequest first = new()
            {
                Specification = new RolloutSpecification { Filter = population.FilterOf(given), Purpose = population.PurposeOf(given) },
                Rollout = found.Name,
                Reason = given.GetRequiredValue(reason),
            };
            Rollout amended = await PopulationUpload.SendAsync(
                session,
                "Freezing more vehicles",
                session.Rollouts.AmendRollout,
                first,
                population.ListOf(given),
                vehicles => new CreateRolloutRequest { Vehicles = { vehicles } });
            session.Write(amended, output => Write(output, amended));
            session.Say($"Next, by another person than its author: ota rollouts approve {RolloutArgument.Short(amended.Name)}");
        });
        return command.WithExamples(
            "ota rollouts amend 3f9a12bc44d0 --vins late.txt --reason 'built after the freeze'",
            "ota rollouts amend 3f9a12bc44d0 --filter 'plant = \"Emden\"' --reason 'same part, found on 3 May'");
    }

    private static void Write(TableOutput output, Rollout amended)
    {
        if (amended.Amendment is not { } amendment) return;
        output.WriteLine($"{amended.Name} waits for approval with {Figures.Vehicles(amendment.Vehicles)} more:");
        output.WriteLine();
        VerdictTable.Write(output, amendment.Verdicts, amendment.Vehicles);
    }
}

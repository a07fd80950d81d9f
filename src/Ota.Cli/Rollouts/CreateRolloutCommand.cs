using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts create`.</summary>
internal static class CreateRolloutCommand
{
    public static Command Create(Verbs verbs)
    {
        SpecificationOptions options = new(needsTitle: true);
        Command command = new(
            "create",
            "Freezes the vehicles with a verdict for each and makes a draft. Nothing is offered before somebody else has approved it and it was started. "
            + "Prints the rollout's name.");
        options.AddTo(command);
        verbs.SetAction(command, async (given, session) =>
        {
            Rollout rollout = await PopulationUpload.SendAsync(
                session,
                "Freezing the population",
                session.Rollouts.CreateRollout,
                new CreateRolloutRequest { Specification = await options.ReadAsync(given, session) },
                options.Population.ListOf(given),
                vehicles => new CreateRolloutRequest { Vehicles = { vehicles } });
            session.Write(rollout, output =>
            {
                output.WriteLine(rollout.Name);
                output.WriteLine();
                VerdictTable.Write(output, rollout.Verdicts, rollout.Population);
            });
            string id = RolloutArgument.Short(rollout.Name);
            session.Say($"{Figures.Vehicles(rollout.Population)} are frozen. Next, by another person than its author: ota rollouts approve {id}. Then: ota rollouts start {id}");
        });
        return command.WithExamples(
            "ota rollouts create --title 'Brake fix' --bundle 4f1c09aa --filter 'model = \"e-Up\" AND year >= 2021'",
            "ota rollouts create --title 'Brake fix' --bundle 4f1c09aa --policy careful.json --vins recall.txt --purpose 'recall 7'",
            "ID=$(ota rollouts create --title 'Brake fix' --bundle 4f1c09aa --vins - --output json < recall.txt | jq -r .name)");
    }
}

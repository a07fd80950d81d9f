using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.Cli.Vehicles;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts installs`.</summary>
internal static class InstallsCommand
{
    private const int LargestLimit = 100_000_000;

    public static Command Create(Verbs verbs)
    {
        Argument<string> rollout = RolloutArgument.Create();
        Option<InstallState[]> states = WordOption.CreateMany("--state", "STATE", Words.InstallStates, "Only those that stand there.");
        Option<WorkList> work = WordOption.Create("--work", Words.WorkLists, "Only those that are on this list.");
        Option<VehicleKey?> vehicle = VehicleArgument.Option("--vehicle", "Only this one: its VIN or its vid.");
        Option<string> purpose = VehicleArgument.Purpose();
        Option<int> limit = Paging.LimitOption(largest: LargestLimit);
        Command command = new("installs", "Lists the vehicles of a rollout: where each stands, since when, and what is in the way.")
        {
            rollout, states, work, vehicle, purpose, limit,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            Rollout found = await RolloutArgument.FindAsync(session, given.GetRequiredValue(rollout));
            ListInstallsRequest request = new()
            {
                Name = found.Name,
                States = { given.GetRequiredValue(states) },
                Work = given.GetValue(work),
                Vehicle = given.GetValue(vehicle),
                Purpose = given.GetRequiredValue(purpose),
            };
            ListRows<Install> rows = new(session, "installs", "No vehicle of it is such.", InstallTable.Write);
            bool hasMore = await InstallList.ReadAsync(session, request, given.GetValue(limit), rows.Write);
            rows.End();
            Paging.SayMore(session, hasMore);
        });
        return command.WithExamples(
            "ota rollouts installs 3f9a12bc44d0 --state rolled_back --state inconsistent",
            "ota rollouts installs 3f9a12bc44d0 --work workshop",
            "ota rollouts installs 3f9a12bc44d0 --vehicle WVWZZZ1KZ6W000001 --purpose 'case 4711' --output json",
            "ota rollouts installs 3f9a12bc44d0 --state declined --limit 1000000 --output json | jq -r '.installs[].vid'");
    }
}

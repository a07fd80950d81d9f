using System.CommandLine;
using Google.Protobuf.Collections;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.Cli.Vehicles;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts history`.</summary>
internal static class InstallHistoryCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> rollout = RolloutArgument.Create();
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new(
            "history", "Shows all that happened to one vehicle in a rollout, oldest first: offers, reports, permits, proofs, and where each led.")
        {
            rollout, vehicle, purpose,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            Rollout found = await RolloutArgument.FindAsync(session, given.GetRequiredValue(rollout));
            ListInstallEventsRequest request = new()
            {
                Name = found.Name,
                Vehicle = given.GetRequiredValue(vehicle),
                Purpose = given.GetRequiredValue(purpose),
            };
            ListInstallEventsResponse events = await session.CallAsync("Reading the history", options => session.Rollouts.ListInstallEventsAsync(request, options));
            session.Write(events, output => Write(session, output, events.Events));
        });
        return command.WithExamples(
            "ota rollouts history 3f9a12bc44d0 WVWZZZ1KZ6W000001 --purpose 'case 4711'",
            "ota rollouts history 3f9a12bc44d0 WVWZZZ1KZ6W000001 --output json | jq -r '.events[] | [.time, .kind, .state] | @tsv'");
    }

    private static void Write(Session session, TableOutput output, RepeatedField<InstallEventLine> events)
    {
        if (events.Count == 0)
        {
            session.Say("Nothing has happened to it since the population was frozen.");
            return;
        }

        output.WriteTable(
            ["TIME", "WHAT", "STATE", "DETAILS"],
            folded: 3,
            events.Select(happened => (string[])
            [
                Moments.Utc(happened.Time),
                happened.Kind.Replace('_', ' '),
                Words.Of(happened.State),
                happened.Text,
            ]));
    }
}

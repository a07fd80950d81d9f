using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>`ota vehicles history`.</summary>
internal static class HistoryCommand
{
    private const int PageSize = 1000;

    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new("history", "Shows what became known of a vehicle and when, oldest first.") { vehicle, purpose };
        verbs.SetAction(command, async (given, session) =>
        {
            ListVehicleEventsRequest request = new()
            {
                Vehicle = given.GetRequiredValue(vehicle),
                Purpose = given.GetRequiredValue(purpose),
                PageSize = PageSize,
            };
            List<VehicleEvent> events = [];
            do
            {
                ListVehicleEventsResponse page =
                    await session.CallAsync("Reading the history", options => session.Vehicles.ListVehicleEventsAsync(request, options));
                events.AddRange(page.Events);
                request.PageToken = page.Events.Count == 0 ? "" : page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            if (session.Format is OutputFormat.Json)
                JsonOutput.WriteList(session.Around.Out, "events", events);
            else
                Write(new TableOutput(session.Around), events);
        });
        return command.WithExamples("ota vehicles history WVWZZZ1KZ6W000001");
    }

    private static void Write(TableOutput output, IEnumerable<VehicleEvent> events) => output.WriteTable(
        ["TIME", "BY", "WHAT", "FACTS"],
        folded: 3,
        events.Select(happened => (string[])
        [
            Moments.Utc(happened.Time),
            happened.Actor.Length == 0 ? "the vehicle" : happened.Actor["operators/".Length..],
            WordsOf(happened.Kind),
            string.Join(' ', happened.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal).Select(fact => $"{fact.Key}={fact.Value}")),
        ]));

    private static string WordsOf(VehicleEvent.Types.Kind kind) => kind switch
    {
        VehicleEvent.Types.Kind.StatusChanged => "status changed",
        VehicleEvent.Types.Kind.TagChanged => "tag changed",
        VehicleEvent.Types.Kind.TenureStarted => "keeper changed",
        VehicleEvent.Types.Kind.EcuUnlocked => "ECU unlocked",
        VehicleEvent.Types.Kind.EcuKeyChanged => "ECU key changed",
        _ => kind.ToString().ToLowerInvariant(),
    };
}

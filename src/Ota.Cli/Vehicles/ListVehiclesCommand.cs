using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>`ota vehicles list`.</summary>
internal static class ListVehiclesCommand
{
    private const int LargestLimit = 100_000_000;

    public static Command Create(Verbs verbs)
    {
        Option<string> filter = FilterOption();
        Option<bool> showVins = new("--vins") { Description = "Shows VINs, which is written down for each vehicle." };
        Option<string> purpose = VehicleArgument.Purpose();
        Option<string?> file = new("--file") { HelpName = "FILE", Description = "Lists the vehicles of the VINs in a file, one a line, however many; - is standard input." };
        Option<int> limit = Paging.LimitOption(largest: LargestLimit);
        Command command = new("list", "Lists vehicles, in the order of their registration.") { filter, file, showVins, purpose, limit };
        command.Validators.Add(result =>
        {
            if (result.GetResult(file) is not null && (result.GetResult(filter) is { Implicit: false } || result.GetValue(showVins)))
                result.AddError("--file goes with neither --filter nor --vins: a list of VINs shows the VINs anyway.");
        });
        verbs.SetAction(command, async (given, session) =>
        {
            ListRows<Vehicle> rows = new(session, "vehicles", "No vehicle is such.", VehicleTable.Write);
            if (given.GetValue(file) is { } path)
            {
                await VinList.ListAsync(session, path, given.GetRequiredValue(purpose), rows);
                return;
            }

            ListVehiclesRequest request = new() { Filter = given.GetRequiredValue(filter), ShowVins = given.GetValue(showVins), Purpose = given.GetRequiredValue(purpose) };
            bool hasMore = await ListAsync(session, request, given.GetValue(limit), rows);
            rows.End();
            Paging.SayMore(session, hasMore);
        });
        return command.WithExamples(
            "ota vehicles list --filter 'model = \"e-Up\" AND year >= 2021 AND ecus.hardware_id = \"gw-2\"'",
            "# Conditions on one ECU together:",
            "ota vehicles list --filter 'ecus:(hardware_id = \"gw-2\" AND version = \"1.0\")'",
            "ota vehicles list --file vins.txt --purpose 'recall 7' --output json");
    }

    public static Option<string> FilterOption() => new("--filter")
    {
        HelpName = "FILTER",
        Description = "Which vehicles, e.g. 'model = \"e-Up\" AND year >= 2021'; all unless given. Fields: vid model year plant market trim powertrain "
            + "status status_reason registered changed tenure options rxswins tags.NAME and ecus. with serial hardware_id role image version "
            + "digest. Signs: = != < <= > >= and : (holds); AND OR NOT ( ); * in a text is any characters.",
        DefaultValueFactory = _ => "",
    };

    private static Task<bool> ListAsync(Session session, ListVehiclesRequest request, int limit, ListRows<Vehicle> rows) => Paging.ReadAsync<Vehicle>(
        limit,
        async (size, token) =>
        {
            request.PageSize = size;
            request.PageToken = token;
            ListVehiclesResponse page = await session.CallAsync("Listing vehicles", options => session.Vehicles.ListVehiclesAsync(request, options));
            return (page.Vehicles, page.NextPageToken);
        },
        rows.Write);
}

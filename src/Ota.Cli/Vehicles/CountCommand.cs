using System.CommandLine;
using System.Globalization;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>`ota vehicles count`.</summary>
internal static class CountCommand
{
    public static Command Create(Verbs verbs)
    {
        Option<string> filter = ListVehiclesCommand.FilterOption();
        Command command = new("count", "Counts vehicles.") { filter };
        verbs.SetAction(command, async (given, session) =>
        {
            CountVehiclesRequest request = new() { Filter = given.GetRequiredValue(filter) };
            CountVehiclesResponse count = await session.CallAsync("Counting vehicles", options => session.Vehicles.CountVehiclesAsync(request, options));
            session.Write(count, _ => session.Around.Out.WriteLine(count.Count.ToString(CultureInfo.InvariantCulture)));
        });
        return command.WithExamples("ota vehicles count --filter 'status = active AND market = DE'");
    }
}

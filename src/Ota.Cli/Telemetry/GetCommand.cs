using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.Cli.Vehicles;
using Ota.V1;

namespace Ota.Cli.Telemetry;

/// <summary>`ota telemetry get`.</summary>
internal static class GetCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new("get", "Shows the newest value of each signal of a vehicle.") { vehicle, purpose };
        verbs.SetAction(command, async (given, session) =>
        {
            GetLatestRequest request = new() { Vehicle = given.GetRequiredValue(vehicle), Purpose = given.GetRequiredValue(purpose) };
            GetLatestResponse latest = await session.CallAsync("Reading the newest values", options => session.Telemetry.GetLatestAsync(request, options));
            session.Write(latest, output => output.WriteTable(
                ["SIGNAL", "VALUE", "UNIT", "TIME"],
                folded: 1,
                latest.Values.Select(value => (string[])
                [
                    value.Signal,
                    SignalText.Of(value),
                    value.Unit,
                    Moments.Utc(value.Time),
                ])));
        });
        return command.WithExamples("ota telemetry get WVWZZZ1KZ6W000001 --purpose 'case 4711'", "ota telemetry get 00112233445566778899aabbccddeeff --output json");
    }
}

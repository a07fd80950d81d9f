using System.CommandLine;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>`ota vehicles show`.</summary>
internal static class ShowCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new("show", "Shows one vehicle with its VIN; who asked and what for is written down.") { vehicle, purpose };
        verbs.SetAction(command, async (given, session) =>
        {
            GetVehicleRequest request = new() { Vehicle = given.GetRequiredValue(vehicle), Purpose = given.GetRequiredValue(purpose) };
            Vehicle found = await session.CallAsync("Looking the vehicle up", options => session.Vehicles.GetVehicleAsync(request, options));
            session.Write(found, output => VehicleTable.WriteFacts(output, found, session.Now));
        });
        return command.WithExamples("ota vehicles show WVWZZZ1KZ6W000001 --purpose 'case 4711'");
    }
}

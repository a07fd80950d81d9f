using System.CommandLine;
using Ota.Cli.Usage;
using Ota.Cli.Vehicles;
using Ota.V1;

namespace Ota.Cli.Director;

/// <summary>`ota director show`.</summary>
internal static class ShowAssignmentCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new("show", "Shows what a vehicle is told to install, on which ECUs.") { vehicle, purpose };
        verbs.SetAction(command, async (given, session) =>
        {
            GetAssignmentRequest request = new() { Vehicle = given.GetRequiredValue(vehicle), Purpose = given.GetRequiredValue(purpose) };
            Assignment told = await session.CallAsync("Looking it up", options => session.Director.GetAssignmentAsync(request, options));
            session.Write(told, output => AssignmentTable.Write(output, told));
        });
        return command.WithExamples(
            "ota director show WVWZZZ1KZ6W000001 --purpose 'case 4711'", "ota director show 5f2b1c0e8d7a4936b1e0c2d3f4a5b6c7 --output json");
    }
}

using System.CommandLine;
using Ota.Cli.Usage;
using Ota.Cli.Vehicles;
using Ota.V1;

namespace Ota.Cli.Director;

/// <summary>`ota director clear`.</summary>
internal static class ClearCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new("clear", "Takes back what a vehicle was told; what it has begun to install it may finish.") { vehicle, purpose };
        verbs.SetAction(command, async (given, session) =>
        {
            ClearAssignmentRequest request = new() { Vehicle = given.GetRequiredValue(vehicle), Purpose = given.GetRequiredValue(purpose) };
            Assignment left = await session.CallAsync("Taking back", options => session.Director.ClearAssignmentAsync(request, options));
            session.Write(left, output => AssignmentTable.Write(output, left));
        });
        return command.WithExamples("ota director clear WVWZZZ1KZ6W000001 --purpose 'case 4711'");
    }
}

using System.CommandLine;
using Ota.Cli.Bundles;
using Ota.Cli.Usage;
using Ota.Cli.Vehicles;
using Ota.V1;

namespace Ota.Cli.Director;

/// <summary>`ota director assign`.</summary>
internal static class AssignCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Argument<string> bundle = BundleArgument.Create();
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new("assign", "Tells a vehicle to install a staged bundle.") { vehicle, bundle, purpose };
        verbs.SetAction(command, async (given, session) =>
        {
            AssignBundleRequest request = new()
            {
                Vehicle = given.GetRequiredValue(vehicle),
                Purpose = given.GetRequiredValue(purpose),
                Bundle = (await BundleArgument.FindAsync(session, given.GetRequiredValue(bundle))).Name,
            };
            Assignment told = await session.CallAsync("Assigning", options => session.Director.AssignBundleAsync(request, options));
            session.Write(told, output => AssignmentTable.Write(output, told));
        });
        return command.WithExamples(
            "ota director assign WVWZZZ1KZ6W000001 9f86d081",
            "ota director assign 5f2b1c0e8d7a4936b1e0c2d3f4a5b6c7 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    }
}

using System.CommandLine;
using Ota.Cli.Usage;
using Ota.Cli.Vehicles;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts claim`.</summary>
internal static class ClaimInstallCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> rollout = RolloutArgument.Create();
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new(
            "claim",
            "Notes that a workshop says it has installed the fix. That proves nothing: the vehicle is asked for its inventory, and a claim that none has "
            + "proven in time goes to a work list.")
        {
            rollout,
            vehicle,
            purpose,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            Rollout found = await RolloutArgument.FindAsync(session, given.GetRequiredValue(rollout));
            ClaimInstallRequest request = new()
            {
                Name = found.Name,
                Vehicle = given.GetRequiredValue(vehicle),
                Purpose = given.GetRequiredValue(purpose),
            };
            Install install = await session.CallAsync("Noting the claim", options => session.Rollouts.ClaimInstallAsync(request, options));
            session.Write(install, output => InstallTable.Write(output, [install], withHeadings: true));
        });
        return command.WithExamples("ota rollouts claim 3f9a12bc44d0 WVWZZZ1KZ6W000001 --purpose 'workshop order 8812'");
    }
}

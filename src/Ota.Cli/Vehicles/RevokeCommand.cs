using System.CommandLine;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>`ota vehicles revoke`.</summary>
internal static class RevokeCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Option<string> reason = new("--reason") { HelpName = "TEXT", Description = "Why; kept in the history.", Required = true };
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new("revoke", "Ends a vehicle's certificates, unused claims and connection; with a new claim it can enrol again.") { vehicle, reason, purpose };
        verbs.SetAction(command, async (given, session) =>
        {
            RevokeVehicleRequest request = new()
            {
                Vehicle = given.GetRequiredValue(vehicle),
                Purpose = given.GetRequiredValue(purpose),
                Reason = given.GetRequiredValue(reason),
            };
            RevokeVehicleResponse done = await session.CallAsync("Revoking", options => session.Enrolment.RevokeVehicleAsync(request, options));
            session.Write(done, output => output.WriteFacts("Revoked",
            [
                ("vid", done.Vid),
                ("certificates", $"{done.Certificates}"),
                ("claims", $"{done.Claims}"),
            ]));
        });
        return command.WithExamples("ota vehicles revoke WVWZZZ1KZ6W000001 --reason 'key found on the internet, case 4711'");
    }
}

using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>`ota vehicles unlock-ecu`.</summary>
internal static class UnlockEcuCommand
{
    private const int DefaultHours = 24;
    private const int MostHours = 720;

    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Argument<string> serial = new("ECU") { Description = "The ECU's serial number, as `ota vehicles show` has it." };
        Option<string> reason = new("--reason") { HelpName = "TEXT", Description = "Why; kept in the history.", Required = true };
        Option<int> hours = new("--hours")
        {
            HelpName = "N",
            Description = $"How long it is allowed, 1 to {MostHours} hours; {DefaultHours} unless given.",
            DefaultValueFactory = _ => DefaultHours,
            CustomParser = result => NumberArgument.Parse(result, "--hours", 1, MostHours),
        };
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new("unlock-ecu", "Allows one change of an ECU's key, for instance because a workshop replaces it.") { vehicle, serial, reason, hours, purpose };
        verbs.SetAction(command, async (given, session) =>
        {
            UnlockEcuRequest request = new()
            {
                Vehicle = given.GetRequiredValue(vehicle),
                Purpose = given.GetRequiredValue(purpose),
                Serial = given.GetRequiredValue(serial),
                Reason = given.GetRequiredValue(reason),
                Lifetime = new Duration { Seconds = 3600L * given.GetValue(hours) },
            };
            EcuUnlock unlock = await session.CallAsync("Unlocking", options => session.Vehicles.UnlockEcuAsync(request, options));
            session.Write(unlock, output => output.WriteFacts("Unlock",
            [
                ("vid", unlock.Vid),
                ("ECU", unlock.Serial),
                ("unlock", unlock.UnlockId),
                ("until", Moments.WithDistance(unlock.ExpireTime, session.Now)),
            ]));
        });
        return command.WithExamples("ota vehicles unlock-ecu WVWZZZ1KZ6W000001 gw-8812 --reason 'replaced in workshop 12' --hours 4");
    }
}

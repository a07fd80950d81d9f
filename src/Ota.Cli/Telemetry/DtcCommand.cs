using System.CommandLine;
using Ota.Cli.Usage;
using Ota.Cli.Vehicles;
using Ota.V1;

namespace Ota.Cli.Telemetry;

/// <summary>`ota telemetry dtc`.</summary>
internal static class DtcCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Option<string> purpose = VehicleArgument.Purpose();
        Option<bool> history = new("--history") { Description = "Shows what came and went, oldest first, instead of what is there." };
        Option<string?> since = Text("--since", "TIME", $"Shows what came and went from {TimeArgument.Rule} on.");
        Option<string?> compare = Text(
            "--compare", "BEFORE[..AFTER]", "Compares what was there at two times, such as before and after an update; AFTER is now unless given.");
        Command command = new("dtc", "Shows the trouble codes of a vehicle: which ECU, since when, how often.") { vehicle, purpose, history, since, compare };
        command.Validators.Add(result =>
        {
            if (result.GetResult(compare) is not null && (result.GetResult(history) is not null || result.GetResult(since) is not null))
                result.AddError("Give --compare or --history, one of the two.");
        });
        verbs.SetAction(command, async (given, session) =>
        {
            TroubleCodeViews views = new(session, given.GetRequiredValue(vehicle), given.GetRequiredValue(purpose));
            if (given.GetValue(compare) is { } times) await views.CompareAsync(times);
            else if (given.GetValue(history) || given.GetValue(since) is not null) await views.ShowHistoryAsync(given.GetValue(since));
            else await views.ShowAsync();
        });
        return command.WithExamples(
            "ota telemetry dtc WVWZZZ1KZ6W000001 --purpose 'case 4711'",
            "ota telemetry dtc 00112233445566778899aabbccddeeff --since 30d",
            "# What did the update of this morning change?",
            "ota telemetry dtc 00112233445566778899aabbccddeeff --compare 2026-11-22T06:30Z",
            "ota telemetry dtc 00112233445566778899aabbccddeeff --compare 2d..1h --output json");
    }

    private static Option<string?> Text(string name, string form, string description) => new(name) { HelpName = form, Description = description };
}

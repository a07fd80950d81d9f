using System.CommandLine;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>`ota vehicles retire`.</summary>
internal static class RetireCommand
{
    private static readonly Dictionary<string, VehicleStatus> Known =
        Enum.GetValues<VehicleStatus>().Where(status => status != VehicleStatus.Unspecified).ToDictionary(status => status.ToString().ToLowerInvariant());

    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Option<VehicleStatus> status = StatusOption();
        Option<string> reason = new("--reason") { HelpName = "TEXT", Description = "Why; kept in the history.", Required = true };
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new("retire", "Says that a vehicle is not to be reached any more, or with --as active that it is again.") { vehicle, status, reason, purpose };
        verbs.SetAction(command, async (given, session) =>
        {
            SetVehicleStatusRequest request = new()
            {
                Vehicle = given.GetRequiredValue(vehicle),
                Purpose = given.GetRequiredValue(purpose),
                Status = given.GetValue(status),
                Reason = given.GetRequiredValue(reason),
            };
            Vehicle changed = await session.CallAsync("Changing the status", options => session.Vehicles.SetVehicleStatusAsync(request, options));
            session.Write(changed, output => VehicleTable.Write(output, [changed], withHeadings: true));
        });
        return command.WithExamples("ota vehicles retire WVWZZZ1KZ6W000001 --as scrapped --reason 'certificate of destruction 8812'");
    }

    private static Option<VehicleStatus> StatusOption()
    {
        Option<VehicleStatus> option = new("--as")
        {
            HelpName = "STATUS",
            Description = $"One of {string.Join(", ", Known.Keys)}.",
            Required = true,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!Known.TryGetValue(text, out VehicleStatus status)) result.AddError($"--as takes one of {string.Join(", ", Known.Keys)}, not '{text}'.");
                return status;
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. Known.Keys]);
        return option;
    }
}

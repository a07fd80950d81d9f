using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.Cli.Vehicles;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts retry`.</summary>
internal static class RetryCommand
{
    private static readonly IReadOnlyDictionary<string, InstallState> Retried = new[]
    {
        InstallState.Expired, InstallState.Declined, InstallState.RolledBack, InstallState.SafeDegraded, InstallState.Discrepant, InstallState.Reopened,
        InstallState.Unreachable,
    }.ToDictionary(Words.Of);

    public static Command Create(Verbs verbs)
    {
        Argument<string> rollout = RolloutArgument.Create();
        Option<VehicleKey[]> vehicles = VehicleArgument.Options("--vehicle", "Only this one, its VIN or its vid; repeat it for several.");
        Option<string?> vins = new("--vins") { HelpName = "FILE", Description = "Only the vehicles of a file, a VIN or vid a line; - is standard input." };
        Option<InstallState[]> states = WordOption.CreateMany("--state", "STATE", Retried, "Only those that stand there.");
        Option<string> reason = ReasonOption.Create();
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new(
            "retry",
            "Offers again to vehicles that have ended without the fix: to all of them, or to those that are named. Attempts count anew.")
        {
            rollout, vehicles, vins, states, reason, purpose,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(vins) is not null && result.GetResult(vehicles) is { Implicit: false })
                result.AddError("Give --vehicle or --vins, one of the two.");
        });
        verbs.SetAction(command, async (given, session) =>
        {
            Rollout found = await RolloutArgument.FindAsync(session, given.GetRequiredValue(rollout));
            RetryInstallsRequest common = new()
            {
                Name = found.Name,
                Reason = given.GetRequiredValue(reason),
                States = { given.GetRequiredValue(states) },
                Purpose = given.GetRequiredValue(purpose),
            };
            RetryInstallsResponse total = given.GetValue(vins) is { } path
                ? await RetryListAsync(session, common, path)
                : await RetryAsync(session, common, given.GetRequiredValue(vehicles));
            session.Write(total, _ => session.Around.Out.WriteLine($"{Figures.Vehicles(total.Vehicles)} of {found.Name} will be offered it again."));
        });
        return command.WithExamples(
            "ota rollouts retry 3f9a12bc44d0 --state expired --state unreachable --reason 'letters are out'",
            "ota rollouts retry 3f9a12bc44d0 --vehicle WVWZZZ1KZ6W000001 --reason 'battery replaced' --purpose 'case 4711'",
            "ota rollouts retry 3f9a12bc44d0 --vins repaired.txt --reason 'workshop 12 is done'");
    }

    private static async Task<RetryInstallsResponse> RetryListAsync(Session session, RetryInstallsRequest common, string path)
    {
        using TextReader text = FleetFile.Open(path, session.Around);
        VehicleLines lines = new(text, path);
        string[][] parts = [.. lines.ReadParts()];
        lines.Check(); // Before anything is sent: half a list is no list, and an empty one would mean all that have ended.
        RetryInstallsResponse total = new();
        foreach (string[] part in parts)
            total.Vehicles += (await RetryAsync(session, common, [.. part.Select(VehicleArgument.TryRead).OfType<VehicleKey>()])).Vehicles;
        return total;
    }

    private static Task<RetryInstallsResponse> RetryAsync(Session session, RetryInstallsRequest common, VehicleKey[] vehicles)
    {
        RetryInstallsRequest request = new(common) { Vehicles = { vehicles } };
        return session.CallAsync("Offering again", options => session.Rollouts.RetryInstallsAsync(request, options));
    }
}

using System.CommandLine;
using Ota.Cli.Usage;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts`.</summary>
internal static class RolloutsCommand
{
    public static Command Create(Verbs verbs) => new Command(
        "rollouts", "Brings a bundle to vehicles in waves, until each is proven to have it or is on somebody's list.")
    {
        PlanCommand.Create(verbs),
        CreateRolloutCommand.Create(verbs),
        ApproveCommand.Create(verbs),
        Acts.Start(verbs),
        WatchCommand.Create(verbs),
        Acts.Pause(verbs),
        Acts.Resume(verbs),
        Acts.Halt(verbs),
        Acts.Revoke(verbs),
        Acts.Cancel(verbs),
        RetryCommand.Create(verbs),
        AmendCommand.Create(verbs),
        ClaimInstallCommand.Create(verbs),
        ReportCommand.Create(verbs),
        ListRolloutsCommand.Create(verbs),
        ShowRolloutCommand.Create(verbs),
        InstallsCommand.Create(verbs),
        InstallHistoryCommand.Create(verbs),
        WorkCommand.Create(verbs),
    }.WithExamples(
        "ota rollouts plan --bundle 4f1c09aa --filter 'model = \"e-Up\"'",
        "ota rollouts create --title 'Brake fix' --bundle 4f1c09aa --policy careful.json --vins recall.txt --purpose 'recall 7'",
        "# Somebody else:",
        "ota rollouts approve 3f9a12bc44d0",
        "ota rollouts start 3f9a12bc44d0",
        "ota rollouts watch 3f9a12bc44d0",
        "ota rollouts report 3f9a12bc44d0 --form csv --out brake-fix.csv");
}

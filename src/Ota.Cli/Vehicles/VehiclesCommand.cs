using System.CommandLine;
using Ota.Cli.Usage;

namespace Ota.Cli.Vehicles;

/// <summary>`ota vehicles`.</summary>
internal static class VehiclesCommand
{
    public static Command Create(Verbs verbs) => new Command("vehicles", "The register of vehicles: import, look up, explain, change.")
    {
        ImportCommand.Create(verbs),
        ListVehiclesCommand.Create(verbs),
        CountCommand.Create(verbs),
        ShowCommand.Create(verbs),
        ExplainCommand.Create(verbs),
        HistoryCommand.Create(verbs),
        TagCommand.Create(verbs),
        RetireCommand.Create(verbs),
        UnlockEcuCommand.Create(verbs),
        ClaimCommand.Create(verbs),
        RevokeCommand.Create(verbs),
    }.WithExamples(
        "ota vehicles import fleet.csv",
        "ota vehicles list --filter 'model = \"e-Up\" AND year >= 2021 AND ecus.hardware_id = \"gw-2\"'",
        "ota vehicles show WVWZZZ1KZ6W000001 --purpose 'case 4711'",
        "ota vehicles explain WVWZZZ1KZ6W000001 --purpose 'case 4711'");
}

using System.CommandLine;
using System.Globalization;
using Ota.Simulator.Verbs;

namespace Ota.Simulator.Fleet.Making;

/// <summary>`ota-simulator make-fleet`.</summary>
internal static class MakeFleetCommand
{
    private const string Description = """
        Makes the files of a fleet: what the register is told, and what the plant puts into the vehicles.

        Writes to the folder of --out:
          fleet.jsonl   one vehicle a line, for `ota vehicles import`: VIN, model, year, market, three ECUs with public keys and images
          plant.jsonl   the same vehicles by VIN, with the private keys of their ECUs; `ota-simulator enrol` reads it
          images/       what the ECUs run (1.0) and what a bundle may bring them (2.0): sim-gw, sim-body, sim-drive

        The hardware of the ECUs is sim-gw-1 or sim-gw-2 (the primary), sim-body-1 and sim-drive-1. The same seed gives the same vehicles;
        keys are new each time. VINs begin with ZZ, which no real vehicle's does.

        Then:
          ota vehicles import fleet/fleet.jsonl
          ota-simulator enrol --data ./data --fleet fleet
          ota-simulator fleet --vehicles fleet/vehicles --mqtt localhost:8883 --ca ./data/pki/root.crt --director-root 1.root.json --ledger run.jsonl

        Examples:
          ota-simulator make-fleet --vehicles 2000 --seed 7 --out fleet
          ota-simulator make-fleet --vehicles 100000 --out fleet --composition ved_fleet.csv
        """;

    public static Command Create()
    {
        Option<int> vehicles = VerbOption.Number("--vehicles", "How many.", 100, 1, 9_999_999);
        Option<int> seed = VerbOption.Number("--seed", "The source of VINs, models, years and markets.", 1, 0);
        Option<string> to = VerbOption.Required("--out", "folder", "Where to write; made if it is not there.");
        Option<string?> composition = VerbOption.Maybe(
            "--composition", "file", "CSV with columns powertrain and vehicle_class, a row for each vehicle of a fleet to be like.");
        Option<int> size = VerbOption.Number("--image-bytes", "The size of each image.", 65_536, 1, 1 << 30);
        Command command = new("make-fleet", Description) { vehicles, seed, to, composition, size };
        command.SetAction(async (parsed, stop) =>
        {
            (TextWriter output, TextWriter error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                IReadOnlyList<FleetModel> models = FleetComposition.Plain;
                if (parsed.GetValue(composition) is { } file)
                {
                    using StreamReader csv = File.OpenText(file);
                    models = FleetComposition.Read(csv);
                }

                int count = parsed.GetValue(vehicles);
                await FleetFiles.WriteAsync(parsed.GetValue(to)!, count, parsed.GetValue(seed), models, parsed.GetValue(size), stop);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} vehicles written to {parsed.GetValue(to)}"));
                return 0;
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                await error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }
}

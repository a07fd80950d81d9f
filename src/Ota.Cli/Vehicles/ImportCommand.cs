using System.CommandLine;
using System.Globalization;
using Ota.Cli.Usage;
using Ota.Core.Vehicles;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>`ota vehicles import`.</summary>
internal static class ImportCommand
{
    private const string JsonLinesEnding = ".jsonl";

    public static Command Create(Verbs verbs)
    {
        Argument<string> file = new("FILE")
        {
            Description = "Vehicles as .csv (a header names the columns) or .jsonl (one object a line); - is CSV from standard input.",
        };
        Option<string?> id = new("--id")
        {
            HelpName = "ID",
            Description = "Names the import; lines that were stored under it are skipped. Unless given, it comes from the file's content.",
        };
        Option<string[]> map = new("--map")
        {
            HelpName = "COLUMN=NAME",
            Description = "Reads a column of the CSV under another name; NAME - leaves it out. Repeat it for several.",
            DefaultValueFactory = _ => [],
        };
        Option<bool> check = new("--check") { Description = "Names the problems and stores nothing." };
        Command command = new(
            "import",
            "Registers vehicles in bulk. Each line is taken whole or refused by its number; run it again after a cut and it goes on. CSV columns: "
            + "vin model year plant market trim powertrain options rxswins (several with ; between) tag.NAME and for each ECU, with N from 1, "
            + "ecu.N. with serial hardware_id role public_key image version digest.")
        {
            file, id, map, check,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            string path = given.GetRequiredValue(file);
            string importId = given.GetValue(id) ?? await IdOfAsync(path, session);
            if (!Token.IsValid(importId, Token.MaxLength)) throw CliException.BadUsage($"--id: {Token.Rule}.");
            Import import = await new FleetImport(session, importId, given.GetValue(check)).RunAsync(path, text => Read(path, text, given.GetRequiredValue(map)));
            session.Write(import, _ => { });
            Report(session, import, given.GetValue(check));
        });
        return command.WithExamples(
            "ota vehicles import fleet.csv",
            "ota vehicles import fleet.csv --check",
            "ota vehicles import fleet.csv --map chassis=vin --map colour=tag.colour --map weight=-",
            "zcat fleet.csv.gz | ota vehicles import - --id plant-7-2026-03");
    }

    private static IEnumerable<FleetLine> Read(string path, TextReader text, string[] map)
    {
        if (path.EndsWith(JsonLinesEnding, StringComparison.OrdinalIgnoreCase)) return JsonLines.Read(text);
        Dictionary<string, string> names = [];
        foreach (string pair in map)
        {
            if (pair.Split('=', 2) is not [{ Length: > 0 } column, { Length: > 0 } name]) throw CliException.BadUsage($"--map takes COLUMN=NAME, not '{pair}'.");
            names[column] = name;
        }

        return CsvFleet.Open(text, names).Read();
    }

    private static Task<string> IdOfAsync(string path, Session session) => path == FleetFile.StandardInput
        ? throw CliException.BadUsage("Standard input needs --id, so that the import can go on after a cut.")
        : FleetFile.IdOfAsync(path, session.Stop);

    private static void Report(Session session, Import import, bool isCheck)
    {
        session.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{import.Added} vehicles {(isCheck ? "would be registered" : "registered")}, {import.Refused} lines refused ({import.ImportId})."));
        if (import.Refused == 0) return;
        List<string> sentences =
        [
            .. import.Problems.Select(problem => string.Create(
                CultureInfo.InvariantCulture, $"Line {problem.Line}: {(problem.Field.Length == 0 ? "" : problem.Field + ": ")}{problem.Sentence}")),
        ];
        throw new CliException(ExitCode.Refused, sentences);
    }
}

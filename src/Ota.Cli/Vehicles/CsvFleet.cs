using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>
/// Vehicles as comma-separated values under a header: vin, model, year, plant, market, trim, powertrain, options and rxswins (several with
/// semicolons between), tag.NAME, and for each ECU ecu.N.serial, .hardware_id, .role, .public_key (base64), .image, .version, .digest.
/// </summary>
internal sealed class CsvFleet
{
    private readonly CsvRecords _records;
    private readonly IReadOnlyList<CsvColumn?> _columns;

    private CsvFleet(CsvRecords records, IReadOnlyList<CsvColumn?> columns) => (_records, _columns) = (records, columns);

    /// <summary>Reads the header. Names on the left of <paramref name="map"/> are read as those on the right; a hyphen leaves a column out.</summary>
    /// <exception cref="CliException">The header has a column that means nothing, or none for the VIN.</exception>
    public static CsvFleet Open(TextReader text, IReadOnlyDictionary<string, string> map)
    {
        CsvRecords records = new(text, ',');
        if (records.Next() is not { Fields: { } names }) throw CliException.BadUsage("The file has no header; name the columns in the first line, at least vin.");
        names[0] = names[0].TrimStart('\ufeff');
        List<string> problems = [.. map.Keys.Except(names).Select(name => $"--map {name}: there is no such column; there are {string.Join(", ", names)}.")];
        List<CsvColumn?> columns = [];
        foreach (string name in names)
        {
            string meant = map.GetValueOrDefault(name, name);
            CsvColumn? column = meant == "-" ? null : CsvColumn.TryMake(meant);
            if (column is null && meant != "-") problems.Add(Explain(name, meant));
            if (column is not null && columns.Any(other => other?.Name == column.Name)) problems.Add($"Two columns are {column.Name}; leave one out with --map.");
            columns.Add(column);
        }

        if (!columns.Any(column => column?.Name == "vin")) problems.Add("No column is vin; name one, or say which it is with --map COLUMN=vin.");
        return problems.Count == 0 ? new CsvFleet(records, columns) : throw new CliException(ExitCode.BadUsage, problems);
    }

    public IEnumerable<FleetLine> Read()
    {
        while (_records.Next() is { } record) yield return Parse(record.Line, record.Fields);
    }

    private FleetLine Parse(long line, List<string>? fields)
    {
        if (fields is null) return FleetLine.Bad(line, "", "A quotation mark is not closed, or something follows after it.");
        if (fields.Count != _columns.Count) return FleetLine.Bad(line, "", $"There are {fields.Count} fields and {_columns.Count} columns in the header.");
        Vehicle vehicle = new();
        for (int i = 0; i < fields.Count; i++)
        {
            if (_columns[i] is not { } column || fields[i].Length == 0) continue;
            if (column.TrySet(vehicle, fields[i]) is { } problem) return FleetLine.Bad(line, column.Name, problem);
        }

        // ECUs that the header has room for and this line does not name.
        for (int i = vehicle.Ecus.Count - 1; i >= 0; i--)
        {
            if (vehicle.Ecus[i].Equals(CsvColumn.Nothing)) vehicle.Ecus.RemoveAt(i);
        }

        return new FleetLine(line, vehicle, null);
    }

    private static string Explain(string name, string meant)
    {
        string hint = NearestWord.To(meant, CsvColumn.Known) is { } nearest ? $"Did you mean {nearest}? " : "";
        return $"The column {name} means nothing. {hint}Keep it as a tag with --map {name}=tag.NAME, or leave it out with --map {name}=-.";
    }
}

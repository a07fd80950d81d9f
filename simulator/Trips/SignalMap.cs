using System.Globalization;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;

namespace Ota.Simulator.Trips;

/// <summary>What the recordings call a signal, and how its values become the catalogue's.</summary>
internal sealed class SignalMap
{
    private readonly Dictionary<string, SignalRow> _rows = [];
    private readonly SignalCatalogue _catalogue;

    public SignalMap(string file, SignalCatalogue catalogue)
    {
        _catalogue = catalogue;
        foreach (string line in File.ReadLines(file).Where(line => !line.StartsWith('#')).Skip(1))
        {
            string[] part = line.Split(',');
            if (catalogue.Find(part[1]) is not { } signal) throw new InvalidDataException($"{file}: the catalogue has no {part[1]}.");
            _rows[part[0]] = new SignalRow(signal.Id, double.Parse(part[2], CultureInfo.InvariantCulture), part[3]);
        }
    }

    /// <summary>Adds a reading; what the catalogue has no place for, such as trouble codes, is passed over.</summary>
    public void Add(BatchBuilder builder, string signal, long timeMs, string value)
    {
        if (_rows.TryGetValue(signal, out SignalRow? row)) Add(builder, row, timeMs, value);
        else if (_catalogue.Find(signal) is { } direct) Add(builder, new SignalRow(direct.Id, 1, FormOf(direct.Kind)), timeMs, value);
    }

    private static void Add(BatchBuilder builder, SignalRow row, long timeMs, string value)
    {
        if (row.Form == "text") builder.Add(row.Id, timeMs, value);
        else if (bool.TryParse(value, out bool flag)) builder.Add(row.Id, timeMs, flag);
        else if (row.Form == "number" && row.Factor == 1 && DecimalNumber.TryParse(value, out DecimalNumber exact)) builder.Add(row.Id, timeMs, exact);
        else if (double.TryParse(value, CultureInfo.InvariantCulture, out double number)) Add(builder, row, timeMs, number * row.Factor);
    }

    private static void Add(BatchBuilder builder, SignalRow row, long timeMs, double number)
    {
        switch (row.Form)
        {
            case "flag":
                builder.Add(row.Id, timeMs, number != 0);
                break;
            case "whole":
                builder.Add(row.Id, timeMs, (long)Math.Round(number));
                break;
            case "time":
                DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds((long)number);
                builder.Add(row.Id, timeMs, time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                break;
            default:
                builder.Add(row.Id, timeMs, number);
                break;
        }
    }

    private static string FormOf(SignalKind kind) => kind switch
    {
        SignalKind.Flag => "flag",
        SignalKind.Integer => "whole",
        SignalKind.Text => "text",
        _ => "number",
    };
}

using System.Globalization;
using System.IO.Compression;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;
using Ota.Testing;

namespace Ota.Core.Tests.Telemetry.Batches;

/// <summary>The recorded vehicles that the simulator replays.</summary>
public static class Recording
{
    private static readonly string Folder = RepositoryRoot.Combine("simulator/Recordings");

    public static IEnumerable<RecordedReading> Read(string file)
    {
        Dictionary<string, SignalRow> rows = File.ReadLines(Path.Combine(Folder, "signals.csv"))
            .Where(line => line[0] != '#').Skip(1).Select(line => line.Split(','))
            .ToDictionary(part => part[0], part => new SignalRow(part[0], part[1], double.Parse(part[2], CultureInfo.InvariantCulture), part[3]));
        using GZipStream stream = new(File.OpenRead(Path.Combine(Folder, file)), CompressionMode.Decompress);
        using StreamReader reader = new(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] part = line.Split(',');
            if (!rows.TryGetValue(part[3], out SignalRow? row)) continue;
            int id = SeedCatalogue.Catalogue.Find(row.Path)!.Id;
            yield return new RecordedReading(long.Parse(part[0], CultureInfo.InvariantCulture), part[1], id, part[4], row);
        }
    }

    public static ValueProblem AddTo(BatchBuilder builder, RecordedReading reading)
    {
        double number = reading.Row.Form is "text" ? 0 : double.Parse(reading.Value, CultureInfo.InvariantCulture) * reading.Row.Factor;
        return reading.Row.Form switch
        {
            "text" => builder.Add(reading.Signal, reading.TimeMs, reading.Value),
            "time" => builder.Add(reading.Signal, reading.TimeMs, Iso(number)),
            "flag" => builder.Add(reading.Signal, reading.TimeMs, number != 0),
            "whole" => builder.Add(reading.Signal, reading.TimeMs, (long)Math.Round(number)),
            _ => DecimalNumber.TryParse(reading.Value, out DecimalNumber exact) && reading.Row.Factor == 1
                ? builder.Add(reading.Signal, reading.TimeMs, exact)
                : builder.Add(reading.Signal, reading.TimeMs, number),
        };
    }

    private static string Iso(double ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

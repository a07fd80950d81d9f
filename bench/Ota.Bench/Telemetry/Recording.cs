using System.Globalization;
using System.IO.Compression;

namespace Ota.Bench.Telemetry;

/// <summary>Reads recorded trips (ts_ms,vehicle_id,trip_id,signal,value, gzip); what is no number is left out.</summary>
internal static class Recording
{
    public static List<Reading> Read(string path, string vehicle)
    {
        using StreamReader lines = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        Dictionary<string, uint> signals = [];
        List<Reading> readings = [];
        string? trip = null;
        while (lines.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            if (fields[1] != vehicle || !double.TryParse(fields[4], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) continue;
            if (fields[2] != (trip ??= fields[2])) continue;
            if (!signals.TryGetValue(fields[3], out uint signal)) signals.Add(fields[3], signal = (uint)signals.Count);
            readings.Add(new Reading(long.Parse(fields[0], CultureInfo.InvariantCulture), signal, value));
        }
        return readings;
    }
}

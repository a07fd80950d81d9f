using System.Globalization;
using System.IO.Compression;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;

namespace Ota.Simulator.Trips;

/// <summary>Reads the recordings of a folder (its README has their formats) and cuts each trip into batches.</summary>
internal sealed class TripReader(string folder, TimeSpan batchLength, int maximumBatches)
{
    // Any moment will do: only distances from it are encoded.
    private const long Anchor = 1_700_000_000_000;

    private readonly SignalMap _map = new(Path.Combine(folder, "signals.csv"), SeedCatalogue.Catalogue);
    private readonly BatchBuilder _builder = new(SeedCatalogue.Catalogue);
    private readonly long _length = (long)batchLength.TotalMilliseconds;

    /// <summary>The trips whose name contains a text, in the order of their names.</summary>
    public IReadOnlyList<RecordedTrip> Read(string contains)
    {
        IEnumerable<RecordedTrip> events = Directory.EnumerateFiles(folder, "*.events.csv.gz").Order(StringComparer.Ordinal).SelectMany(ReadEvents);
        IEnumerable<RecordedTrip> paths = Directory.EnumerateFiles(folder, "*.vss.csv.gz").Order(StringComparer.Ordinal).Select(ReadDelays);
        return [.. events.Concat(paths).Where(trip => trip.Batches.Count > 0 && trip.Name.Contains(contains, StringComparison.OrdinalIgnoreCase))];
    }

    private IEnumerable<RecordedTrip> ReadEvents(string file)
    {
        foreach (IGrouping<string, string[]> trip in Lines(file).Select(line => line.Split(',')).GroupBy(part => part[2]))
        {
            List<(long Time, string Signal, string Value)> readings =
                [.. trip.Select(part => (long.Parse(part[0], CultureInfo.InvariantCulture), part[3], part[4]))];
            yield return new RecordedTrip(trip.Key, Cut(readings));
        }
    }

    private RecordedTrip ReadDelays(string file)
    {
        double time = 0;
        List<(long Time, string Signal, string Value)> readings = [];
        foreach (string[] part in Lines(file).Select(line => line.Split(',')))
        {
            time += double.Parse(part[3], CultureInfo.InvariantCulture) * 1000;
            readings.Add(((long)time, part[1], part[2]));
        }

        return new RecordedTrip(Path.GetFileName(file).Split('.')[0], Cut(readings));
    }

    private List<TripBatch> Cut(List<(long Time, string Signal, string Value)> readings)
    {
        long first = readings.Min(reading => reading.Time);
        List<TripBatch> batches = [];
        foreach (IGrouping<long, (long Time, string Signal, string Value)> window in
            readings.GroupBy(reading => (reading.Time - first) / _length).OrderBy(window => window.Key))
        {
            if (batches.Count == maximumBatches) break;
            long start = window.Key * _length;
            foreach ((long time, string signal, string value) in window) _map.Add(_builder, signal, Anchor + time - first - start, value);
            if (_builder.Readings > 0) batches.Add(new TripBatch(start, start + _length, _builder.Encode(Anchor)));
        }

        return batches;
    }

    private static IEnumerable<string> Lines(string file)
    {
        using GZipStream stream = new(File.OpenRead(file), CompressionMode.Decompress);
        using StreamReader reader = new(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return line;
    }
}

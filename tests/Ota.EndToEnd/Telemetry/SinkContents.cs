using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Ota.Core.Telemetry.Catalogue;
using Ota.Testing;

namespace Ota.EndToEnd.Telemetry;

/// <summary>Compares a time series database with the history: the same times of the same signals of the same vehicles.</summary>
internal static class SinkContents
{
    private const int MostPoints = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Waits until the sink has all points of some vehicles, then checks that it has no other.</summary>
    public static async Task HasAllPointsAsync(this TelemetryServer server, VictoriaMetrics sink, IReadOnlyList<string> vids)
    {
        HashSet<(string, string, long)> stored = await StoredAsync(server, vids);
        stored.Should().NotBeEmpty();
        using CancellationTokenSource patience = new(Patience);
        HashSet<(string, string, long)> there = await ThereAsync(sink, vids);
        while (!stored.IsSubsetOf(there) && !patience.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System); // The spool drains, and VictoriaMetrics shows things late.
            there = await ThereAsync(sink, vids);
        }
        stored.Except(there).Take(5).Should().BeEmpty("{0} of {1} points are not in the sink", stored.Count - there.Count, stored.Count);
        there.Except(stored).Take(5).Should().BeEmpty("nothing is in the sink that is not stored");
    }

    private static async Task<HashSet<(string, string, long)>> ThereAsync(VictoriaMetrics sink, IReadOnlyList<string> vids)
    {
        HashSet<string> wanted = [.. vids];
        HashSet<(string, string, long)> found = [];
        foreach (JsonElement series in await sink.ExportAsync())
        {
            JsonElement labels = series.GetProperty("metric");
            if (labels.GetProperty("vid").GetString() is not { } vid || !wanted.Contains(vid)) continue;
            string name = labels.GetProperty("__name__").GetString()!;
            foreach (JsonElement time in series.GetProperty("timestamps").EnumerateArray()) found.Add((vid, name, time.GetInt64()));
        }
        return found;
    }

    private static async Task<HashSet<(string, string, long)>> StoredAsync(TelemetryServer server, IReadOnlyList<string> vids)
    {
        HashSet<(string, string, long)> found = [];
        foreach (string vid in vids)
        {
            foreach (SignalDefinition signal in SeedCatalogue.Catalogue.Signals.Where(signal => signal.Kind != SignalKind.Text))
            {
                V1.GetHistoryResponse history = await server.Telemetry.GetHistoryAsync(Request(vid, signal));
                history.Count.Should().Be(history.Points.Count, "all points are asked for");
                foreach (V1.SignalValue point in history.Points.Where(point => point.ValueCase != V1.SignalValue.ValueOneofCase.None))
                    found.Add((vid, NameOf(signal), point.Time.ToDateTimeOffset().ToUnixTimeMilliseconds()));
            }
        }
        return found;
    }

    private static V1.GetHistoryRequest Request(string vid, SignalDefinition signal) => new()
    {
        Vehicle = new V1.VehicleKey { Vid = vid },
        Signal = signal.Path,
        StartTime = new Timestamp(),
        EndTime = Timestamp.FromDateTimeOffset(DateTimeOffset.MaxValue.AddDays(-1)),
        MaxPoints = MostPoints,
    };

    // Measurement and field, as VictoriaMetrics joins them.
    private static string NameOf(SignalDefinition signal) => "telemetry_" + string.Concat(signal.Path.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}

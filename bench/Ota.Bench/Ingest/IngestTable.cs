using System.Globalization;
using Ota.Bench.Report;

namespace Ota.Bench.Ingest;

/// <summary>Writes the medians as a Markdown table.</summary>
internal static class IngestTable
{
    public static void Write(IReadOnlyList<string> kinds, IReadOnlyDictionary<string, List<IngestSample>> samples)
    {
        string peer = kinds.Contains(IngestKind.Mosquitto) ? IngestKind.Mosquitto : kinds[0];
        double compared = Rate(samples[peer]);
        Console.WriteLine($"\n| published to | messages | values | / {peer} | CPU a message | at 80 %: p50 | p99 | peak memory | on disk | remarks |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (string kind in kinds)
        {
            if (kind != peer) Tell(kind, samples[kind], peer, samples[peer]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {kind} | {Cells(samples[kind], Rate(samples[kind]) / compared)} |"));
        }
    }

    private static void Tell(string kind, IReadOnlyList<IngestSample> samples, string peer, IReadOnlyList<IngestSample> peers)
    {
        Measured.Tell($"telemetry, {kind}, messages", Rate(samples), "/s", peer, Rate(peers), Cpu(samples), Cpu(peers));
        Measured.Tell($"telemetry, {kind}, PUBACK p99 at 80 %", Median(samples, sample => sample.Ack99), "ms", peer, Median(peers, sample => sample.Ack99), P50(samples), P50(peers));
        if (!IngestKind.IsServer(kind)) return;
        string onDisk = Invariant($"{Median(samples, sample => sample.BytesPerMessage):F0} B a message on disk");
        Measured.Tell($"telemetry, {kind}, values", Median(samples, sample => sample.ValuesPerSecond), "/s", onDisk);
        Measured.Tell($"telemetry, {kind}, peak memory", Median(samples, sample => sample.PeakMegabytes), "MB");
    }

    private static double Rate(IReadOnlyList<IngestSample> samples) => Median(samples, sample => sample.MessagesPerSecond);

    private static string Cpu(IReadOnlyList<IngestSample> samples) => Invariant($"{Median(samples, sample => sample.CpuMicros):F1} µs");

    private static string P50(IReadOnlyList<IngestSample> samples) => Invariant($"p50 {Median(samples, sample => sample.AckMedian):F1} ms");

    public static string Describe(IReadOnlyList<IngestSample> samples) => Cells(samples, null).Replace(" | ", ", ", StringComparison.Ordinal);

    private static string Cells(IReadOnlyList<IngestSample> samples, double? ratio)
    {
        double onDisk = Median(samples, sample => sample.BytesPerMessage);
        IEnumerable<string> remarks = samples.SelectMany(sample => sample.Remarks).GroupBy(remark => remark).Select(same => $"{same.Key} ({same.Count()})");
        string[] cells =
        [
            Invariant($"{Rate(samples) / 1e3:F1} k/s"),
            Invariant($"{Median(samples, sample => sample.ValuesPerSecond) / 1e6:F2} M/s"),
            .. ratio is null ? Array.Empty<string>() : [Invariant($"{ratio:F2}")],
            Invariant($"{Median(samples, sample => sample.CpuMicros):F1} µs"),
            Invariant($"{Median(samples, sample => sample.AckMedian):F1} ms"),
            Invariant($"{Median(samples, sample => sample.Ack99):F1} ms"),
            Invariant($"{Median(samples, sample => sample.PeakMegabytes):F0} MB"),
            onDisk == 0 ? "" : Invariant($"{onDisk:F0} B"),
            string.Join("; ", remarks),
        ];
        return string.Join(" | ", cells);
    }

    private static double Median(IEnumerable<IngestSample> samples, Func<IngestSample, double> figure)
    {
        double[] sorted = [.. samples.Select(figure).Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using Ota.Bench.Report;

namespace Ota.Bench.Mqtt;

/// <summary>Writes results as a Markdown table, line by line as they come.</summary>
internal sealed class ResultTable(IReadOnlyList<string> brokers)
{
    private readonly string[] _peers = [.. brokers.Where(broker => broker != BrokerKind.Ours)];
    private string? _group;

    public void Write(MqttResult result)
    {
        if (_group != result.Row.Group)
        {
            _group = result.Row.Group;
            string[] ratios = brokers.Contains(BrokerKind.Ours) ? [.. _peers.Select(peer => $"ours / {peer}")] : [];
            string[] heads = [_group, .. brokers, .. ratios, "remarks"];
            Console.WriteLine($"\n| {string.Join(" | ", heads)} |");
            Console.WriteLine($"|{string.Concat(heads.Select(_ => "---|"))}");
        }
        Console.WriteLine($"| {string.Join(" | ", Cells(result))} |");
        Tell(result);
    }

    private void Tell(MqttResult result)
    {
        Figure compared = result.Row.Shows[0];
        string unit = compared switch
        {
            Figure.Rate => "/s",
            Figure.ResidentKilobytes => "kB",
            Figure.CpuPercent => "% of a core",
            _ => "µs",
        };
        string of = compared == Figure.Ack99 ? ", PUBACK p99" : "";
        if (result.Median(BrokerKind.Ours, compared) is not { } ours) return;
        foreach (string peer in _peers)
        {
            if (result.Median(peer, compared) is { } theirs)
                Measured.Tell($"MQTT, {result.Row.Group}, {result.Row.Name}{of}", ours, unit, peer, theirs, Also(BrokerKind.Ours), Also(peer));
        }

        string Also(string broker) => Describe(result.Row.Shows.Skip(1), figure => result.Median(broker, figure));
    }

    public static string Describe(IEnumerable<Figure> figures, Func<Figure, double?> value)
    {
        string[] parts = [.. figures.Select(figure => Text(figure, value(figure))).OfType<string>()];
        return string.Join(", ", parts);
    }

    private IEnumerable<string> Cells(MqttResult result)
    {
        yield return result.Row.Name;
        foreach (string broker in brokers)
            yield return Describe(result.Row.Shows, figure => result.Median(broker, figure));
        Figure compared = result.Row.Shows[0];
        if (brokers.Contains(BrokerKind.Ours))
        {
            foreach (string peer in _peers)
                yield return Invariant($"{result.Median(BrokerKind.Ours, compared) / result.Median(peer, compared):F2}");
        }
        yield return string.Join("; ", result.Samples.SelectMany(entry => Remarks(entry.Key, entry.Value)));
    }

    private static IEnumerable<string> Remarks(string broker, List<MqttSample> samples) =>
        from remark in samples.SelectMany(sample => sample.Remarks)
        group remark by remark into same
        select $"{broker}: {same.Key} ({same.Count()} of {samples.Count})";

    private static string? Text(Figure figure, double? value) => (figure, value) switch
    {
        (_, null) => null,
        (Figure.Rate, >= 1_000_000) => Invariant($"{value / 1e6:F2} M/s"),
        (Figure.Rate, >= 10_000) => Invariant($"{value / 1e3:F0} k/s"),
        (Figure.Rate, _) => Invariant($"{value:F0}/s"),
        (Figure.CpuMicros, >= 1000) => Invariant($"{value / 1e3:F2} ms"),
        (Figure.CpuMicros, _) => Invariant($"{value:F2} µs"),
        (Figure.CpuPercent, _) => Invariant($"{value:F0} % of a core"),
        (Figure.AckMedian, _) => Invariant($"p50 {value / 1e3:F2} ms"),
        (Figure.Ack99, _) => Invariant($"p99 {value / 1e3:F2} ms"),
        (Figure.Ack999, _) => Invariant($"p99.9 {value / 1e3:F2} ms"),
        (Figure.ResidentKilobytes, _) => Invariant($"{value:F2} kB"),
        (Figure.ProportionalKilobytes, _) => Invariant($"Pss {value:F2} kB"),
        _ => Invariant($"{value:F0} % resumed"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

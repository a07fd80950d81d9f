using System.Globalization;
using System.Text;

namespace Ota.Server.Metrics;

/// <summary>Writes the Prometheus text format 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<IGrouping<string, MetricFamily>> families, long refused)
    {
        StringBuilder text = new();
        foreach (IGrouping<string, MetricFamily> sameName in families)
        {
            MetricFamily first = sameName.First();
            AppendHead(text, first.Name, first.Help, first.Kind);
            foreach (MetricFamily family in sameName.Where(family => family.Kind == first.Kind)) AppendSeries(text, family);
        }

        const string overflow = "ota_metrics_measurements_refused_total";
        AppendHead(text, overflow, "Measurements that found no room for a new series (see --metrics-series).", MetricKind.Counter);
        AppendSample(text, overflow, "", refused);
        return text.ToString();
    }

    private static void AppendHead(StringBuilder text, string name, string help, MetricKind kind)
    {
        if (help.Length > 0) text.Append("# HELP ").Append(name).Append(' ').Append(PrometheusNames.EscapeHelp(help)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind.ToString().ToLowerInvariant()).Append('\n');
    }

    private static void AppendSeries(StringBuilder text, MetricFamily family)
    {
        foreach (MetricSeries series in family.Series.OrderBy(series => series.Labels, StringComparer.Ordinal))
        {
            (double value, long[] counts) = series.Read();
            if (family.Kind == MetricKind.Histogram)
                AppendHistogram(text, family, series.Labels, value, counts);
            else
                AppendSample(text, family.Name, series.Labels, value);
        }
    }

    private static void AppendHistogram(StringBuilder text, MetricFamily family, string labels, double sum, long[] counts)
    {
        string before = labels.Length == 0 ? "" : labels + ",";
        long total = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            string bound = i < family.Bounds.Length ? Number(family.Bounds[i]) : "+Inf";
            AppendSample(text, family.Name + "_bucket", $"{before}le=\"{bound}\"", total);
        }

        AppendSample(text, family.Name + "_sum", labels, sum);
        AppendSample(text, family.Name + "_count", labels, total);
    }

    private static void AppendSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}

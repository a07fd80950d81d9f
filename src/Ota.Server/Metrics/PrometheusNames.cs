using System.Diagnostics.Metrics;
using System.Text;

namespace Ota.Server.Metrics;

/// <summary>Names and labels in the form that Prometheus takes (text format 0.0.4).</summary>
internal static class PrometheusNames
{
    public static string Of(Instrument instrument, MetricKind kind)
    {
        string name = Clean(instrument.Name);
        string unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "", // Annotations such as {request} are no units.
        };
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>Labels in alphabetical order, so that one set of tags is one series whatever order it came in.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        string[] labels = new string[tags.Length];
        for (int i = 0; i < tags.Length; i++) labels[i] = $"{Clean(tags[i].Key)}=\"{EscapeLabel(tags[i].Value?.ToString() ?? "")}\"";
        Array.Sort(labels, StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    public static string EscapeHelp(string text) => text.Replace("\\", "\\\\").Replace("\n", "\\n");

    public static string EscapeLabel(string text) => EscapeHelp(text).Replace("\"", "\\\"");

    private static string Clean(string name)
    {
        StringBuilder clean = new(name.Length + 1);
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) clean.Append('_');
        foreach (char c in name) clean.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        return clean.ToString();
    }
}

using System.Globalization;

namespace Ota.Bench.Report;

/// <summary>Writes rows with their goals as Markdown.</summary>
internal static class ReportTable
{
    public static readonly string[] Head =
    [
        "| what | ours | peer or reference | ratio | goal | met | what limits it |",
        "|---|---|---|---|---|---|---|",
    ];

    public static string Write(MeasuredRow row)
    {
        ReportGoal? goal = ReportGoals.Find(row);
        string peer = row.Theirs is { } theirs ? $"{row.Peer} {Text(theirs, row.Unit)}" : "";
        string ratio = row.Ratio?.ToString("F2", CultureInfo.InvariantCulture) ?? "";
        string met = goal?.IsMet is { } isMet ? isMet(row) ? "yes" : "**no**" : "";
        return $"| {row.What} | {Text(row.Ours, row.Unit)} | {peer} | {ratio} | {goal?.Text} | {met} | {goal?.Limit} |";
    }

    /// <summary>A measurement that gave nothing, or not all.</summary>
    public static string WriteFailure(string what, string why) => $"| {what} | failed: {why.ReplaceLineEndings(" ").Replace('|', '/')} | | | | **no** | |";

    private static string Text(double value, string unit)
    {
        string number = value.ToString(Math.Abs(value) switch { >= 100 => "N0", >= 10 => "F1", _ => "F2" }, CultureInfo.InvariantCulture);
        return unit.StartsWith('/') ? $"{number}{unit}" : $"{number} {unit}".TrimEnd();
    }
}

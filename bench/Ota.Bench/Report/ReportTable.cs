using System.Globalization;

namespace Ota.Bench.Report;

/// <summary>Writes rows with their goals as Markdown, a line for each peer.</summary>
internal static class ReportTable
{
    public static readonly string[] Head =
    [
        "| what | ours | peer in the same run | ratio | goal | met | what limits it |",
        "|---|---|---|---|---|---|---|",
    ];

    public static IEnumerable<string> Write(IEnumerable<MeasuredRow> rows)
    {
        (string what, string limit) = ("", "");
        foreach (MeasuredRow row in rows)
        {
            ReportGoal? goal = ReportGoals.Find(row);
            bool isSame = row.What == what; // Another peer of the row above, which says the rest.
            string name = row.What[(row.What.IndexOf(", ", StringComparison.Ordinal) + 2)..];
            string peer = row.Theirs is { } theirs ? $"{row.Peer} {Text(theirs, row.Unit, row.TheirsAlso)}" : "";
            string ratio = row.Ratio?.ToString("0.00#", CultureInfo.InvariantCulture) ?? ""; // 0.798 is not 0.8.
            string met = goal?.IsMet is { } isMet ? isMet(row) ? "yes" : "**no**" : "";
            string about = goal?.Limit is { } text && text != limit ? text : "";
            yield return isSame
                ? $"| | | {peer} | {ratio} | {goal?.Text} | {met} | {about} |"
                : $"| {name} | {Text(row.Ours, row.Unit, row.Also)} | {peer} | {ratio} | {goal?.Text} | {met} | {about} |";
            (what, limit) = (row.What, goal?.Limit ?? limit);
        }
    }

    /// <summary>A measurement that gave nothing, or not all.</summary>
    public static string WriteFailure(string what, string why) => $"| {what} | failed: {why.ReplaceLineEndings(" ").Replace('|', '/')} | | | | **no** | |";

    private static string Text(double value, string unit, string also) => $"{FigureText.Of(value, unit)}{(also.Length > 0 ? ", " : "")}{also}";
}

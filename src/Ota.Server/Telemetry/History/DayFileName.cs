using System.Globalization;
using System.Text.RegularExpressions;

namespace Ota.Server.Telemetry.History;

/// <summary>
/// The files of the history: one for each UTC day of receipt, numbered in the order in which they were begun. Receipt and not capture:
/// so there is one file to append to, a commit is one transaction in it, a vehicle whose clock stands at 1970 opens no file, and a
/// backfill of three weeks no old ones. A clock that was set back begins another file of the same day.
/// </summary>
internal readonly partial record struct DayFileName(long Sequence, DateOnly Day)
{
    private const string DayFormat = "yyyyMMdd";

    public string Text => string.Create(CultureInfo.InvariantCulture, $"history-{Sequence:D6}-{Day.ToString(DayFormat, CultureInfo.InvariantCulture)}.db");

    /// <summary>The files in a folder, in the order of their numbers.</summary>
    public static List<DayFileName> In(string folder) =>
        [.. Directory.EnumerateFiles(folder).Select(path => Parse(Path.GetFileName(path))).OfType<DayFileName>().OrderBy(name => name.Sequence)];

    private static DayFileName? Parse(string name)
    {
        Match match = Shape().Match(name);
        if (!match.Success || !long.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)) return null;
        return DateOnly.TryParseExact(match.Groups[2].Value, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? new DayFileName(sequence, day)
            : null;
    }

    [GeneratedRegex(@"^history-([0-9]{6,18})-([0-9]{8})\.db$")]
    private static partial Regex Shape();
}

namespace Ota.Core.Rollouts.Reports;

/// <summary>Counts by names that come with the rows. There is room for so many; what comes beyond is counted as the others.</summary>
internal sealed class Breakdown
{
    private const int Most = 1000;
    private const string Others = "(others)";

    private readonly SortedDictionary<string, BreakdownLine> _lines = new(StringComparer.Ordinal);

    /// <summary>In the order of names.</summary>
    public IEnumerable<KeyValuePair<string, BreakdownLine>> Lines => _lines;

    public void Add(string name, bool needsFix, bool isConfirmed)
    {
        string key = _lines.Count < Most || _lines.ContainsKey(name) ? name : Others;
        BreakdownLine line = _lines.GetValueOrDefault(key);
        _lines[key] = new BreakdownLine(line.Vehicles + 1, line.Needing + (needsFix ? 1 : 0), line.Confirmed + (isConfirmed ? 1 : 0));
    }
}

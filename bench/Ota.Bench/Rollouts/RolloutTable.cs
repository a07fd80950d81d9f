using System.Globalization;
using Ota.Bench.Report;

namespace Ota.Bench.Rollouts;

/// <summary>Figures by name and size, as a Markdown table; how a figure grows shows in its line.</summary>
internal sealed class RolloutTable(string database)
{
    private readonly List<string> _columns = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<(string Name, string Column), double> _figures = [];

    public void Add(string column, RolloutFigure figure)
    {
        if (!_columns.Contains(column)) _columns.Add(column);
        if (!_names.Contains(figure.Name)) _names.Add(figure.Name);
        _figures[(figure.Name, column)] = figure.Value;
    }

    public void Write()
    {
        foreach (string column in _columns) Tell(column);
        Console.WriteLine($"\n| {database} | {string.Join(" | ", _columns)} |");
        Console.WriteLine($"|---|{string.Concat(_columns.Select(_ => "---|"))}");
        foreach (string name in _names) Console.WriteLine($"| {name} | {string.Join(" | ", _columns.Select(column => Text(name, column)))} |");
    }

    private void Tell(string column)
    {
        foreach (string name in _names.Where(name => _figures.ContainsKey((name, column))))
        {
            double value = _figures[(name, column)];
            if (name == RolloutFigure.Confirmed && _figures.TryGetValue((RolloutFigure.Alone, column), out double alone))
                Measured.Tell($"rollouts, {database}, {name}", value, "", "signatures alone", alone);
            else
                Measured.Tell($"rollouts, {database}, {name}, {column}", value, "");
        }
    }

    private string Text(string name, string column) => _figures.TryGetValue((name, column), out double value) ? Text(value) : "";

    private static string Text(double value) => value.ToString(Math.Abs(value) switch { >= 100 => "N0", >= 10 => "F1", _ => "F2" }, CultureInfo.InvariantCulture);
}

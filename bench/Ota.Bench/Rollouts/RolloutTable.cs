using System.Globalization;
using Ota.Bench.Report;

namespace Ota.Bench.Rollouts;

/// <summary>Figures by name and size, as a Markdown table; how a figure grows shows in its line.</summary>
internal sealed class RolloutTable(string database)
{
    private readonly List<string> _columns = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<(string Name, string Column), RolloutFigure> _figures = [];

    public void Add(string column, RolloutFigure figure)
    {
        if (!_columns.Contains(column)) _columns.Add(column);
        if (!_names.Contains(figure.Name)) _names.Add(figure.Name);
        _figures[(figure.Name, column)] = figure;
    }

    public void Write()
    {
        foreach (string name in _names) Tell(name);
        Console.WriteLine($"\n| {database} | {string.Join(" | ", _columns)} |");
        Console.WriteLine($"|---|{string.Concat(_columns.Select(_ => "---|"))}");
        foreach (string name in _names) Console.WriteLine($"| {name} | {string.Join(" | ", _columns.Select(column => Text(name, column)))} |");
    }

    private void Tell(string name)
    {
        foreach (string column in _columns)
        {
            if (!_figures.TryGetValue((name, column), out RolloutFigure? figure) || figure.Unit.Length == 0) continue;
            string of = column == RolloutBenchOptions.Confirmed ? "proofs alone" : $"{int.Parse(column, CultureInfo.InvariantCulture):N0} vehicles";
            string what = $"rollouts, {database}, {of}, {name}";
            if (name == RolloutFigure.Confirmed && _figures.TryGetValue((RolloutFigure.Alone, column), out RolloutFigure? alone))
                Measured.Tell(what, figure.Value, figure.Unit, RolloutFigure.Alone, alone.Value);
            else if (name != RolloutFigure.Alone)
                Measured.Tell(what, figure.Value, figure.Unit);
        }
    }

    private string Text(string name, string column) => _figures.TryGetValue((name, column), out RolloutFigure? figure) ? Text(figure) : "";

    private static string Text(RolloutFigure figure)
    {
        string number = figure.Value.ToString(Math.Abs(figure.Value) switch { >= 100 => "N0", >= 10 => "F1", _ => "F2" }, CultureInfo.InvariantCulture);
        return figure.Unit.StartsWith('/') ? $"{number}{figure.Unit}" : $"{number} {figure.Unit}".TrimEnd();
    }
}

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
        foreach (string column in _columns) Tell(column);
        Console.WriteLine($"\n| {database} | {string.Join(" | ", _columns)} |");
        Console.WriteLine($"|---|{string.Concat(_columns.Select(_ => "---|"))}");
        foreach (string name in _names) Console.WriteLine($"| {name} | {string.Join(" | ", _columns.Select(column => Text(name, column)))} |");
    }

    // The figures that a measure is judged by; what belongs to them stands beside them.
    private void Tell(string column)
    {
        if (column == RolloutBenchOptions.Confirmed)
        {
            Tell(column, "proofs alone", RolloutFigure.Confirmed, [RolloutFigure.ConfirmedCpu], RolloutFigure.Alone, RolloutFigure.AloneCpu);
            return;
        }

        string of = $"{int.Parse(column, CultureInfo.InvariantCulture):N0} vehicles";
        Tell(column, of, RolloutFigure.Creation, [RolloutFigure.CreationCpu, RolloutFigure.CreationPeak]);
        Tell(column, of, RolloutFigure.Explain99, [RolloutFigure.Explain50]);
        Tell(column, of, RolloutFigure.Full, [RolloutFigure.FullTime, RolloutFigure.FullCpu, RolloutFigure.FullPeak]);
    }

    private void Tell(string column, string of, string name, string[] also, string? peer = null, string? peerAlso = null)
    {
        if (!_figures.TryGetValue((name, column), out RolloutFigure? figure)) return;
        MeasuredRow row = new($"rollouts, {database}, {of}, {name}", figure.Value, figure.Unit) { Also = string.Join(", ", also.Select(Beside)) };
        if (peer is not null) row = row with { Peer = peer, Theirs = _figures[(peer, column)].Value, TheirsAlso = Beside(peerAlso!) };
        Measured.Tell(row);

        // By its last word: that it is of the same measure is clear.
        string Beside(string other) => $"{other[(other.LastIndexOf(", ", StringComparison.Ordinal) + 2)..]} {Text(other, column)}";
    }

    private string Text(string name, string column) =>
        _figures.TryGetValue((name, column), out RolloutFigure? figure) ? FigureText.Of(figure.Value, figure.Unit) : "";
}

using Spectre.Console;

namespace Ota.Cli.Output;

/// <summary>Tables and panels. On a terminal they fit its width; in a pipe no line is ever folded, so that `grep` and `awk` work.</summary>
internal sealed class TableOutput
{
    private const int Unfolded = 16_384;

    private readonly IAnsiConsole _console;
    private readonly bool _isTerminal;

    public TableOutput(Surroundings around)
        : this(Consoles.ForOut(around), around.OutIsTerminal)
    {
    }

    private TableOutput(IAnsiConsole console, bool isTerminal)
    {
        (_console, _isTerminal) = (console, isTerminal);
        if (!_isTerminal) _console.Profile.Width = Unfolded;
    }

    /// <summary>For what the operator has to read, not the script.</summary>
    public static TableOutput ForError(Surroundings around) => new(Consoles.ForError(around), around.ErrorIsTerminal);

    /// <summary>Several values in one cell: a terminal may fold between them, a pipe has them as one word.</summary>
    public string Join(IEnumerable<string> values) => string.Join(_isTerminal ? ' ' : ',', values);

    /// <summary>A line of its own.</summary>
    public void WriteLine(string text = "") => _console.Write(new Text(Printable.Line(text) + "\n"));

    /// <summary>Rows under headings, columns two spaces apart; a narrow terminal folds one of the columns.</summary>
    public void WriteTable(IReadOnlyList<string> headings, int folded, IEnumerable<IReadOnlyList<string>> rows)
    {
        Table table = new() { Border = TableBorder.None, ShowHeaders = true };
        for (int i = 0; i < headings.Count; i++)
        {
            TableColumn column = new(new Text(headings[i], new Style(decoration: Decoration.Bold))) { NoWrap = i != folded };
            table.AddColumn(column.PadLeft(0).PadRight(i < headings.Count - 1 ? 2 : 0));
        }
        foreach (IReadOnlyList<string> row in rows)
            table.AddRow(row.Select(cell => new Text(Printable.Line(cell))));
        _console.Write(table);
    }

    /// <summary>Names and values, framed on a terminal.</summary>
    public void WriteFacts(string title, IEnumerable<(string Name, string Value)> facts)
    {
        Grid grid = new();
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2));
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach ((string name, string value) in facts)
            grid.AddRow(new Text(name, new Style(decoration: Decoration.Bold)), new Text(Printable.Line(value)));
        if (!_isTerminal)
            _console.Write(grid);
        else
            _console.Write(new Panel(grid) { Header = new PanelHeader(Markup.Escape(Printable.Line(title))), Border = BoxBorder.Rounded });
    }
}

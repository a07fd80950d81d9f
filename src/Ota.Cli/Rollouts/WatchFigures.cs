using Ota.Cli.Output;
using Ota.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ota.Cli.Rollouts;

/// <summary>Rates, the expected end, failures by family and work lists.</summary>
internal sealed class WatchFigures(Rollout rollout, DateTimeOffset now)
{
    private static readonly Style Faint = new(Color.Grey);

    public IRenderable Draw()
    {
        Grid grid = new();
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        Add("RATES", Rates());
        Add("99 % PROVEN", rollout.ExpectedTime is null ? "cannot be said yet" : $"{Moments.Day(rollout.ExpectedTime)} ({Moments.Distance(rollout.ExpectedTime, now)})");
        Add("FAILURES", Join(rollout.Failures.Where(one => one.Vehicles > 0).OrderByDescending(one => one.Vehicles).Select(one => $"{one.Family} {Figures.Of(one.Vehicles)}")));
        Add("WORK LISTS", Join(rollout.Work.Where(one => one.Vehicles > 0).Select(WorkOf)));
        return grid;

        void Add(string name, string value) => grid.AddRow(new Text(name, Faint), new Text(Printable.Line(value)));
    }

    private string Rates() => rollout.Rates is { } rates
        ? $"offers {Figures.Of(rates.OffersHour)}/h, {Figures.Of(rates.OffersMinute)}/min; proofs {Figures.Of(rates.ProofsHour)}/h, {Figures.Of(rates.ProofsMinute)}/min"
        : "none yet";

    private static string WorkOf(WorkCount one) =>
        $"{Words.Of(one.List)} {Figures.Of(one.Vehicles)}{(one.Overdue == 0 ? "" : $" ({Figures.Of(one.Overdue)} overdue)")}";

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts) is { Length: > 0 } text ? text : "none";
}

using Ota.Cli.Bundles;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ota.Cli.Rollouts;

/// <summary>A rollout on one screen: who it is, its waves, where all vehicles are, how fast it goes, what is in the way, what happened last.</summary>
/// <param name="width">Columns of the terminal.</param>
internal sealed class WatchScreen(int width)
{
    private const int SideBySide = 76;
    private const int ShownEvents = 5;

    private static readonly Style Faint = new(Color.Grey);
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    /// <param name="rollout">As it was heard last.</param>
    /// <param name="now">When it is drawn.</param>
    /// <param name="isCutOff">Whether the server is away.</param>
    public IRenderable Draw(Rollout rollout, DateTimeOffset now, bool isCutOff)
    {
        List<IRenderable> rows = [.. Head(rollout, now), new Text("")];
        if (rollout.Waves.Count > 0) rows.AddRange([.. new WaveLines(rollout, width, now).Draw(), new Text(""), Middle(rollout, now)]);
        else rows.Add(new Text($"{Figures.Vehicles(rollout.Population)} are frozen; there are no waves yet."));
        rows.Add(new Text(""));
        rows.AddRange(rollout.Events.TakeLast(ShownEvents).Select(Event));
        if (isCutOff) rows.Add(new Text("The server is away; this is what it said last, and goes on when it is back. Ctrl+C leaves.", new Style(Color.Yellow)));
        else rows.Add(new Text(
            Words.HasEnded(rollout.State) ? $"as of {Clock(now)} UTC" : $"as of {Clock(now)} UTC; Ctrl+C leaves, the rollout goes on", Faint));
        return new Rows(rows);
    }

    private IRenderable Middle(Rollout rollout, DateTimeOffset now)
    {
        IRenderable vehicles = Vehicles(rollout);
        IRenderable figures = new WatchFigures(rollout, now).Draw();
        if (width < SideBySide) return new Rows(vehicles, new Text(""), figures);
        Grid columns = new() { Expand = false };
        return columns.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(4)).AddColumn(new GridColumn().PadLeft(0).PadRight(0)).AddRow(vehicles, figures);
    }

    private static IEnumerable<IRenderable> Head(Rollout rollout, DateTimeOffset now)
    {
        yield return new Paragraph().Append(Printable.Line(rollout.Title), Bold).Append($"  {rollout.Name}", Faint);
        Paragraph state = new Paragraph().Append(Words.Of(rollout.State), new Style(ToneOf(rollout.State), decoration: Decoration.Bold));
        if (rollout.Reason.Length > 0) state.Append($": {Printable.Line(rollout.Reason)}");
        yield return state;
        string started = rollout.StartTime is null ? "not started" : $"started {Moments.WithDistance(rollout.StartTime, now)}";
        yield return new Text($"{Printable.Line(rollout.BundleTitle)} ({BundleArgument.Short(rollout.Bundle)}), {started}", Faint);
    }

    private static Table Vehicles(Rollout rollout)
    {
        Table table = new() { Border = TableBorder.None, ShowHeaders = true };
        table.AddColumns(Column("", 1), Column("VEHICLES"), Column("").RightAligned(), Column("", 0).RightAligned());
        IReadOnlyList<(Bucket Bucket, long Vehicles)> buckets = Bucket.Count(Bucket.Sum(rollout));
        foreach ((Bucket bucket, long vehicles) in buckets)
        {
            table.AddRow(
                new Text(bucket.Mark.ToString(), new Style(bucket.Tone)),
                new Text(bucket.Name),
                new Text(Figures.Of(vehicles)),
                new Text(Figures.Share(vehicles, rollout.Population), Faint));
        }

        long sum = buckets.Sum(one => one.Vehicles);
        table.AddRow(new Text(""), new Text("all", Bold), new Text(Figures.Of(sum), Bold), new Text(""));
        if (sum != rollout.Population)
            table.AddRow(new Text(""), new Text("frozen: books do not balance", new Style(Color.Red)), new Text(Figures.Of(rollout.Population)), new Text(""));
        return table;
    }

    private static Text Event(RolloutEvent happened)
    {
        string text = happened.Text.Length > 0 ? happened.Text : happened.Kind;
        return new Text(Printable.Line($"{Moments.Utc(happened.Time)[5..16].Replace('T', ' ')}  {OperatorTable.Short(happened.Actor),-10}  {text}")) { Overflow = Overflow.Ellipsis };
    }

    private static Color ToneOf(RolloutState state) => state switch
    {
        RolloutState.Running or RolloutState.Completed => Color.Green,
        RolloutState.Held or RolloutState.Halted or RolloutState.Revoked => Color.Red,
        _ => Color.Yellow,
    };

    private static TableColumn Column(string heading, int right = 2) => new TableColumn(new Text(heading, Faint)) { NoWrap = true }.PadLeft(0).PadRight(right);

    private static string Clock(DateTimeOffset now) => now.UtcDateTime.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}

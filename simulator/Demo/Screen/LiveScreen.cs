using System.Globalization;
using Ota.Simulator.Demo.Books;
using Ota.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ota.Simulator.Demo.Screen;

/// <summary>A rollout on one screen of a terminal: waves, buckets, rates, failures, telemetry, what happened last.</summary>
internal static class LiveScreen
{
    private const int BarWidth = 40;
    private const int ShownNotes = 6;

    private static readonly Style Faint = new(Color.Grey);

    public static IRenderable Draw(DemoSnapshot now)
    {
        Dictionary<string, long> states = BooksReader.Count(now.Rollout);
        Grid middle = new() { Expand = false };
        middle.AddColumn(new GridColumn().NoWrap().PadLeft(3).PadRight(4)).AddColumn(new GridColumn().NoWrap().PadLeft(0));
        middle.AddRow(Buckets(now.Rollout, states), Figures(now));
        List<IRenderable> rows = [Waves(now.Rollout), new Text(""), middle, new Text("")];
        rows.AddRange(now.Notes.TakeLast(ShownNotes).Select(note => new Padder(new Text(note), new Padding(3, 0, 0, 0))));
        return new Rows(rows);
    }

    private static Table Waves(Rollout rollout)
    {
        Table table = new Table { Border = TableBorder.None }.AddColumns(
            Column("   WAVE"), Column("VEHICLES").RightAligned(), Column(""), Column("CONFIRMED").RightAligned());
        foreach (Wave wave in rollout.Waves.Where(wave => wave.Wave_ > 0).OrderBy(wave => wave.Wave_))
        {
            Dictionary<string, long> states = BooksReader.Count(new Rollout { Waves = { wave } });
            long confirmed = states.GetValueOrDefault(Bucket.Confirmed);
            table.AddRow(
                new Text(string.Create(CultureInfo.InvariantCulture, $"   {wave.Wave_}")),
                new Text(Bucket.Figure(wave.Vehicles)),
                wave.OpenTime is null ? new Text("opens when the wave before has proven itself", Faint) : Bar(states, wave.Vehicles),
                new Text(wave.OpenTime is null ? "" : Bucket.Figure(confirmed)));
        }

        return table;
    }

    private static Paragraph Bar(Dictionary<string, long> states, long vehicles)
    {
        Paragraph bar = new();
        long seen = 0;
        foreach ((Bucket bucket, long count) in Bucket.Count(states))
        {
            // Cumulative, so that the bar is as wide as the wave whatever was rounded.
            long from = seen * BarWidth / Math.Max(1, vehicles);
            seen += count;
            long to = seen * BarWidth / Math.Max(1, vehicles);
            if (to > from) bar.Append(new string(bucket.Mark, (int)(to - from)), new Style(bucket.Tone));
        }

        return bar;
    }

    private static Table Buckets(Rollout rollout, Dictionary<string, long> states)
    {
        Table table = new Table { Border = TableBorder.None }.AddColumns(Column("", 1), Column("WHERE ALL VEHICLES ARE"), Column("").RightAligned());
        foreach ((Bucket bucket, long vehicles) in Bucket.Count(states))
        {
            if (vehicles == 0 && bucket == Bucket.All[^1]) continue;
            table.AddRow(new Text(bucket.Mark.ToString(), new Style(bucket.Tone)), new Text(bucket.Name), new Text(Bucket.Figure(vehicles)));
        }

        bool balances = states.Values.Sum() == rollout.Population;
        return table.AddRow(
            new Text(""), new Text(balances ? "sum = frozen population" : "sum DIFFERS from the population", new Style(balances ? Color.Green : Color.Red)),
            new Text(Bucket.Figure(states.Values.Sum())));
    }

    private static Grid Figures(DemoSnapshot now)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2)).AddColumn(new GridColumn().NoWrap().PadLeft(0));
        Add("server", now.IsAway ? "AWAY: no answer" : Word(now.Rollout.State));
        Add("elapsed", string.Create(CultureInfo.InvariantCulture, $"{now.Elapsed.TotalSeconds:0} s"));
        Add("offers", $"{Bucket.Figure(now.Rollout.Rates?.OffersMinute ?? 0)} in the last full minute");
        Add("proofs", $"{Bucket.Figure(now.Rollout.Rates?.ProofsMinute ?? 0)} in the last full minute");
        Add("connected", now.Connected == 1 ? "1 vehicle" : $"{Bucket.Figure(now.Connected)} vehicles");
        Add("telemetry", $"{Bucket.Figure((long)now.ReadingsPerSecond)} readings/s, {Bucket.Figure(now.Readings)} stored");
        Add("failures", FailureText.Of(now.Rollout));
        return grid;

        void Add(string name, string value) => grid.AddRow(new Text(name, Faint), new Text(value));
    }

    private static string Word(RolloutState state) => state.ToString().ToLowerInvariant();

    private static TableColumn Column(string heading, int right = 2) => new TableColumn(new Text(heading, Faint)) { NoWrap = true }.PadLeft(0).PadRight(right);
}

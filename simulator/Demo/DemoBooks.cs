using System.Globalization;
using Ota.Simulator.Check;
using Ota.Simulator.Demo.Books;
using Ota.Simulator.Demo.Fleet;
using Ota.Simulator.Demo.Screen;
using Ota.Simulator.Fleet.Running;
using Ota.Simulator.Replay;

namespace Ota.Simulator.Demo;

/// <summary>The end: the books are shown and held against what the vehicles know.</summary>
internal sealed class DemoBooks(BooksReader reader, DemoDrivers drivers, Teller teller, TimeProvider time)
{
    private const int ShownProblems = 20;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LastTelemetry = TimeSpan.FromMinutes(2);

    /// <summary>What the vehicles know of themselves.</summary>
    public IReadOnlyList<FleetEntry> Truths { get; private set; } = [];

    /// <returns>What does not balance.</returns>
    public async Task<IReadOnlyList<string>> CompareAsync(
        WeakLinkTale weak, DemoBundle bundle, Task<ReplayCounts> replay, ServerConnection server, CancellationToken stop)
    {
        Truths = drivers.Truths(weak);
        teller.Step("The books", "Every car of the frozen population is in exactly one bucket; nobody is dropped from the denominator.");
        (RolloutBooks books, IReadOnlyList<string> differences) = await ReadAsync(bundle, stop);
        foreach ((string state, long vehicles) in books.Counts.Where(one => one.Value > 0).OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal))
            teller.Row($"{Bucket.Figure(vehicles),9}  {state,-14} {Who(state)}");
        teller.Row($"{Bucket.Figure(books.Counts.Values.Sum()),9}  sum; frozen population: {Bucket.Figure(books.Population)}");
        teller.Blank();
        teller.Check(differences.Count == 0, Verdict(books, differences));
        teller.Check(weak.Cuts > 0, string.Create(
            CultureInfo.InvariantCulture,
            $"the link of one car broke {weak.Cuts} times: it went on where it was ({weak.Bytes / 1e6:0.0} MB came for {bundle.Bytes / 1e6:0.0} MB of images)"));
        IReadOnlyList<string> lost = await CompareTelemetryAsync(replay, server, stop);
        string[] problems = [.. differences, .. lost, .. weak.Cuts > 0 ? Array.Empty<string>() : ["The link that should have broken did not break."]];
        foreach (string problem in problems.Take(ShownProblems)) teller.Say(problem);
        if (problems.Length > ShownProblems) teller.Say(string.Create(CultureInfo.InvariantCulture, $"and {problems.Length - ShownProblems} more."));
        return problems;
    }

    // A vehicle ends when the backend has answered it; what only time changes there may come a moment later.
    private async Task<(RolloutBooks Books, IReadOnlyList<string> Differences)> ReadAsync(DemoBundle bundle, CancellationToken stop)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            RolloutBooks books = await reader.ReadAsync(stop);
            IReadOnlyList<string> differences = BooksComparison.Of(books, Truths, bundle.Digests);
            if (differences.Count == 0 || time.GetElapsedTime(began) > Settling) return (books, differences);
            await Task.Delay(Glance, time, stop);
        }
    }

    private async Task<IReadOnlyList<string>> CompareTelemetryAsync(Task<ReplayCounts> replay, ServerConnection server, CancellationToken stop)
    {
        if (!replay.IsCompleted) teller.Say("Waiting for the last recorded trips…");
        await replay.WaitAsync(LastTelemetry, time, stop);
        CheckTotals totals = await new StoreCheck(server, mayBeShort: false).RunAsync(SentVehicle.ReadAll(drivers.TelemetryFile), stop);
        teller.Check(totals.Agrees, $"telemetry of {totals.Vehicles} recorded cars: {Bucket.Figure(totals.StoredReadings)} readings. {totals.Verdict}");
        return totals.Problems;
    }

    private static string Verdict(RolloutBooks books, IReadOnlyList<string> differences) => differences.Count == 0
        ? $"row by row, the books say of all {Bucket.Figure(books.Rows.Count)} cars what the cars themselves know; each confirmed one runs the three signed files"
        : string.Create(CultureInfo.InvariantCulture, $"books and cars differ in {differences.Count} points");

    private static string Who(string state) => state switch
    {
        "confirmed" => "proven by a signed inventory",
        "discrepant" => "the liar: it said that it was done, and its ECUs' signatures say otherwise",
        "declined" => "the refuser: its keeper gets a letter",
        "installing" => "the brick: silent since it began; a workshop will see it",
        "verified" or "wait_safe_state" => "the brick: it fell silent before it could say that it had begun",
        "rolled_back" => "flashing failed three times: it runs what it ran before",
        "offered" or "targeted" => "the car that is offline: its offer waits for it",
        _ => "",
    };
}

using System.Globalization;
using Ota.Simulator.Fleet.Running;

namespace Ota.Simulator.Demo.Books;

/// <summary>Holds the server's books against what the vehicles know of themselves, row by row.</summary>
/// <param name="books">By the server.</param>
/// <param name="ledger">By the vehicles.</param>
/// <param name="signed">SHA-256 of the images that people signed.</param>
internal sealed class BooksComparison(RolloutBooks books, IReadOnlyList<FleetEntry> ledger, IReadOnlySet<string> signed)
{
    private readonly List<string> _problems = [];

    /// <summary>Each a sentence; none if the books say what is true.</summary>
    public static IReadOnlyList<string> Of(RolloutBooks books, IReadOnlyList<FleetEntry> ledger, IReadOnlySet<string> signed)
    {
        BooksComparison comparison = new(books, ledger, signed);
        comparison.CompareCounts();
        comparison.CompareRows();
        return comparison._problems;
    }

    private void CompareCounts()
    {
        long sum = books.Counts.Values.Sum();
        if (sum != books.Population) Say($"The buckets sum to {sum}, and {books.Population} vehicles are frozen.");
        if (books.Rows.Count != books.Population) Say($"The books have {books.Rows.Count} rows for {books.Population} vehicles.");
        Dictionary<string, long> listed = books.Rows.CountBy(row => row.State).ToDictionary(pair => pair.Key, pair => (long)pair.Value);
        foreach (string state in books.Counts.Keys.Union(listed.Keys).Order(StringComparer.Ordinal))
        {
            (long counted, long rows) = (books.Counts.GetValueOrDefault(state), listed.GetValueOrDefault(state));
            if (counted != rows) Say($"{counted} vehicles are counted as {state}, and {rows} rows are.");
        }
    }

    private void CompareRows()
    {
        Dictionary<string, string> states = [];
        foreach (BookRow row in books.Rows)
        {
            if (!states.TryAdd(row.Vid, row.State)) Say($"Vehicle {row.Vid} is in the books twice.");
        }

        foreach (FleetEntry truth in ledger)
        {
            if (states.Remove(truth.Vid, out string? state)) Compare(truth, state);
            else Say($"Vehicle {truth.Vid} is not in the books.");
        }

        foreach (string vid in states.Keys.Order(StringComparer.Ordinal)) Say($"Vehicle {vid} is in the books and not in the vehicles' ledger.");
    }

    private void Compare(FleetEntry truth, string state)
    {
        if (truth.Truth == VehicleTruth.Open)
            Say($"Vehicle {truth.Vid} had not come to an end when the time was over; the books have it as {state}.");
        else if (!truth.Expected.Contains(state))
            Say($"Vehicle {truth.Vid} is {state} in the books, and in truth it is {Words(truth.Truth)}.");
        // What counts as fixed runs what was signed: the one thing that this product promises.
        if (state == "confirmed" && (truth.Images is not { Count: > 0 } images || !images.Values.All(signed.Contains)))
            Say($"Vehicle {truth.Vid} is confirmed in the books, and runs something else than the signed images.");
    }

    private static string Words(VehicleTruth truth) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(truth.ToString()).Replace('_', ' ');

    private void Say(FormattableString problem) => _problems.Add(problem.ToString(CultureInfo.InvariantCulture));
}

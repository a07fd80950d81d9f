using System.Globalization;
using Spectre.Console;

namespace Ota.Simulator.Demo.Screen;

/// <summary>Some states of installs together, as a reader thinks of them. Each state is in one bucket.</summary>
/// <param name="Name">What is read.</param>
/// <param name="Mark">Its sign in a bar.</param>
/// <param name="Tone">Its colour.</param>
/// <param name="States">What is in it.</param>
internal sealed record Bucket(string Name, char Mark, Color Tone, params IReadOnlyList<string> States)
{
    public const string Confirmed = "confirmed";

    /// <summary>In the order of the way to a proof, then what left it. The last one takes states that a newer server may know.</summary>
    public static IReadOnlyList<Bucket> All { get; } =
    [
        new("confirmed", '█', Color.Green, Confirmed, "already_compliant"),
        new("installing", '▓', Color.Blue, "installing", "rebooting", "self_test", "committed"),
        new("waiting", '▒', Color.Yellow, "wait_consent", "wait_safe_state"),
        new("offered", '░', Color.Aqua, "offered", "acknowledged", "downloading", "downloaded", "verified"),
        new("not offered yet", '·', Color.Grey, "targeted"),
        new("declined", '-', Color.Orange1, "declined"),
        new("went back", '<', Color.Maroon, "rolled_back", "safe_degraded"),
        new("contradicted", '×', Color.Red, "discrepant", "inconsistent", "reopened"),
        new("other", '+', Color.Grey),
    ];

    /// <summary>How many are in each, none left out.</summary>
    public static IReadOnlyList<(Bucket Bucket, long Vehicles)> Count(IReadOnlyDictionary<string, long> states)
    {
        List<(Bucket Bucket, long Vehicles)> counts =
            [.. All.SkipLast(1).Select(bucket => (bucket, bucket.States.Sum(state => states.GetValueOrDefault(state))))];
        counts.Add((All[^1], states.Values.Sum() - counts.Sum(one => one.Vehicles)));
        return counts;
    }

    public static string Figure(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

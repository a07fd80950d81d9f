using System.Globalization;
using System.Text.Json;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Planning;

/// <summary>
/// Frozen verdicts and how many vehicles have each, as kept: among the counts of a rollout's wave 0, so that nobody has to count a million
/// rows to show them, and as JSON with an amendment that nobody has approved yet.
/// </summary>
internal static class VerdictTexts
{
    private const string Prefix = "verdict:";

    public static string CountNameOf(InstallState state, FailureReason? reason) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{(int)state}:{FailureText.Write(reason)}");

    /// <returns>Null if the name is that of another count.</returns>
    public static (InstallState State, FailureReason? Reason)? TryRead(string what)
    {
        if (!what.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        string[] parts = what.Split(':', 3);
        return ((InstallState)int.Parse(parts[1], CultureInfo.InvariantCulture), FailureText.Read(parts[2]));
    }

    public static string Write(JudgedPopulation population) => JsonSerializer.Serialize(
        population.Kinds.Zip(population.KindCounts).ToDictionary(pair => CountNameOf(pair.First.State, pair.First.Reason), pair => pair.Second));

    public static IEnumerable<(InstallState State, FailureReason? Reason, long Vehicles)> Read(string text) =>
        JsonSerializer.Deserialize<Dictionary<string, long>>(text)!.Select(pair => Of(pair.Key, pair.Value));

    private static (InstallState State, FailureReason? Reason, long Vehicles) Of(string what, long vehicles)
    {
        (InstallState state, FailureReason? reason) = TryRead(what)!.Value;
        return (state, reason, vehicles);
    }
}

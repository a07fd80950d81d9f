namespace Ota.Core.Rollouts.Population;

/// <summary>What a plan is computed from.</summary>
/// <param name="Eligible">Vehicles that would be offered the bundle.</param>
/// <param name="DaysSinceContact">Of those, how many were last heard 0, 1, 2, ... days ago; the last number counts all that were longer, or never.</param>
/// <param name="Markets">Of those, how many are in each market.</param>
/// <param name="InstallMinutes">How long installing takes, as the manifest says.</param>
public sealed record PlanFacts(
    long Eligible, IReadOnlyList<long> DaysSinceContact, IReadOnlyDictionary<string, long> Markets, int InstallMinutes);

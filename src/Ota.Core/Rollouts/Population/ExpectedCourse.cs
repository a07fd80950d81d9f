namespace Ota.Core.Rollouts.Population;

/// <summary>What a plan expects. Times are from the start; null: not within two years.</summary>
/// <param name="Waves">The waves.</param>
/// <param name="HoldBack">Vehicles held back.</param>
/// <param name="Half">When half of the reachable are proven.</param>
/// <param name="Ninety">When nine of ten are.</param>
/// <param name="NinetyNine">When 99 of 100 are.</param>
/// <param name="Notes">What it rests on, in sentences.</param>
public sealed record ExpectedCourse(
    IReadOnlyList<ExpectedWave> Waves, long HoldBack, TimeSpan? Half, TimeSpan? Ninety, TimeSpan? NinetyNine, IReadOnlyList<string> Notes);

namespace Ota.Core.Rollouts.Policies;

/// <summary>What a wave has to show before the next one opens: proof, time and use.</summary>
public sealed record SoakPolicy
{
    /// <summary>Share of the wave's eligible vehicles that must be confirmed: thousandths.</summary>
    public int ConfirmedPermille { get; init; } = 600;

    /// <summary>So long after that share was reached; what a vehicle did before does not count.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Of the confirmed, so many (or all, if the wave has fewer) must have been used as follows. Of most of a first wave of 20, so that a fault in
    /// three of ten vehicles cannot hide in those that were not used.
    /// </summary>
    public int Vehicles { get; init; } = 15;

    /// <summary>
    /// Ignition cycles since the proof. A start is told when the drive begins and its faults come later, so a fault of the third drive is known for
    /// sure only some starts after it.
    /// </summary>
    public int IgnitionCycles { get; init; } = 5;

    /// <summary>Metres since the proof.</summary>
    public long Metres { get; init; } = 10_000;
}

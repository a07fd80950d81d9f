namespace Ota.Core.Rollouts.Policies;

/// <summary>What a wave has to show before the next one opens: proof, time and use.</summary>
public sealed record SoakPolicy
{
    /// <summary>Share of the wave's eligible vehicles that must be confirmed: thousandths.</summary>
    public int ConfirmedPermille { get; init; } = 600;

    /// <summary>So long after that share was reached; what a vehicle did before does not count.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Of the confirmed, so many (or all, if the wave has fewer) must have been used as follows.</summary>
    public int Vehicles { get; init; } = 10;

    /// <summary>Ignition cycles since the proof.</summary>
    public int IgnitionCycles { get; init; } = 3;

    /// <summary>Metres since the proof.</summary>
    public long Metres { get; init; } = 10_000;
}

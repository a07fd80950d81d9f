namespace Ota.Core.Rollouts.Policies;

/// <summary>When a rollout stops by itself. Shares are thousandths of those that were begun, counts keep a single bad car from deciding.</summary>
public sealed record GuardPolicy
{
    /// <summary>Share of failed installs (rolled back, degraded, inconsistent, discrepant) that halts.</summary>
    public int FailedPermille { get; init; } = 50;

    /// <summary>And at least so many of them.</summary>
    public int FailedCount { get; init; } = 3;

    /// <summary>Share of vehicles that fall silent after they began to install that halts.</summary>
    public int SilentPermille { get; init; } = 50;

    /// <summary>And at least so many.</summary>
    public int SilentCount { get; init; } = 3;

    /// <summary>Silent means not heard for so long after an install began.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Share of confirmed vehicles with a new fault on any ECU that is tolerated beyond that of those not offered yet: thousandths.</summary>
    public int FaultPermille { get; init; } = 50;

    /// <summary>And at least so many.</summary>
    public int FaultCount { get; init; } = 3;
}

using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Installs;

/// <summary>What an install means for those who talk with the vehicle and for other rollouts.</summary>
public static class JobRules
{
    /// <summary>
    /// Whether the vehicle can have no other job: its offer stands, or it was taken back and a permit for it has not ended, so that the vehicle may
    /// still begin without asking.
    /// </summary>
    /// <param name="install">Any.</param>
    public static bool HoldsVehicle(Install install)
    {
        ArgumentNullException.ThrowIfNull(install);
        return InstallStates.Stands(install.State) || (install.PermitUntil is not null && MayBeginByPermit(install.State));
    }

    /// <summary>Whether it may be offered the bundle when its wave is open. A turn that was not used comes again (<see cref="Install.RetryAt"/>).</summary>
    /// <param name="install">Any.</param>
    public static bool HasTurn(Install install)
    {
        ArgumentNullException.ThrowIfNull(install);
        return install.State == InstallState.Targeted && install.RetryAt is null;
    }

    /// <summary>Whether the vehicle may be allowed to begin, as far as this install is concerned.</summary>
    /// <param name="install">Any.</param>
    public static bool MayBegin(Install install)
    {
        ArgumentNullException.ThrowIfNull(install);
        return InstallStates.IsBeforeInstall(install.State) && install.RetryAt is null;
    }

    /// <summary>Whether the backend waits for an inventory with the install's nonce.</summary>
    /// <param name="install">Any.</param>
    public static bool WantsProof(Install install)
    {
        ArgumentNullException.ThrowIfNull(install);
        return install.Offer > 0 && InstallStates.IsOpen(install.State)
            && (install.Said == InstallState.Committed || install.ClaimedAt is not null || install.State is InstallState.Reopened or InstallState.Discrepant);
    }

    /// <summary>When the offer ends if nothing comes of it; null if it has ended, or the vehicle has begun.</summary>
    /// <param name="install">Any.</param>
    /// <param name="policy">Its rollout's policy.</param>
    public static DateTimeOffset? EndOfOffer(Install install, RolloutPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(install);
        ArgumentNullException.ThrowIfNull(policy);
        return InstallClock.ExpiresAt(install, policy);
    }

    // The backend took the offer back; the vehicle may not know. What it said itself (declined, rolled back) it knows.
    internal static bool MayBeginByPermit(InstallState state) => state is InstallState.Targeted or InstallState.Expired or InstallState.Revoked;
}

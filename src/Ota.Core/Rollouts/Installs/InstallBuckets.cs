namespace Ota.Core.Rollouts.Installs;

/// <summary>Puts installs into buckets.</summary>
public static class InstallBuckets
{
    /// <summary>The one bucket of an install.</summary>
    /// <param name="install">Any.</param>
    /// <exception cref="ArgumentException">Its state is none.</exception>
    public static InstallBucket Of(Install install)
    {
        ArgumentNullException.ThrowIfNull(install);
        if (install.ClaimedAt is not null && IsClaimPending(install.State)) return InstallBucket.ClaimedUnproven;
        return install.State switch
        {
            InstallState.Confirmed when install.ClaimedAt is not null && install.Said != InstallState.Committed => InstallBucket.ConfirmedByWorkshop,
            InstallState.Confirmed => InstallBucket.ConfirmedOverTheAir,
            InstallState.AlreadyCompliant => InstallBucket.AlreadyCompliant,
            InstallState.Targeted => InstallBucket.Targeted,
            >= InstallState.Offered and <= InstallState.Verified => InstallBucket.InProgress,
            InstallState.WaitConsent => InstallBucket.WaitingForDriver,
            InstallState.WaitSafeState => InstallBucket.WaitingForSafeState,
            InstallState.Installing or InstallState.Rebooting or InstallState.SelfTest => InstallBucket.Installing,
            InstallState.Committed => InstallBucket.AwaitingProof,
            InstallState.RolledBack or InstallState.SafeDegraded => InstallBucket.FailedSafe,
            InstallState.Inconsistent => InstallBucket.Inconsistent,
            InstallState.Discrepant => InstallBucket.Discrepant,
            InstallState.Reopened => InstallBucket.Reopened,
            InstallState.Declined => InstallBucket.Declined,
            InstallState.Expired => InstallBucket.Expired,
            InstallState.Unreachable => InstallBucket.Unreachable,
            InstallState.Revoked => InstallBucket.Revoked,
            InstallState.Superseded => InstallBucket.Superseded,
            InstallState.RemovedFromService => InstallBucket.RemovedFromService,
            InstallState.NotApplicable => InstallBucket.NotApplicable,
            _ => throw new ArgumentException($"{(int)install.State} is no state of an install.", nameof(install)),
        };
    }

    // What the vehicle does or shows itself says more than what a workshop says of it.
    private static bool IsClaimPending(InstallState state) =>
        InstallStates.IsOpen(state) && !InstallStates.IsInstalling(state)
        && state is not (InstallState.Committed or InstallState.Discrepant or InstallState.Inconsistent or InstallState.SafeDegraded);
}

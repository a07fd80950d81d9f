namespace Ota.Core.Rollouts.Installs;

/// <summary>What states have in common.</summary>
public static class InstallStates
{
    /// <summary>Whether nothing changes it any more.</summary>
    /// <param name="state">Any.</param>
    public static bool IsFinal(InstallState state) =>
        state is InstallState.AlreadyCompliant or InstallState.NotApplicable or InstallState.Superseded or InstallState.RemovedFromService;

    /// <summary>Whether the vehicle still lacks the fix and somebody or something has to do with it: it is in progress, or on a work list.</summary>
    /// <param name="state">Any.</param>
    public static bool IsOpen(InstallState state) => !IsFinal(state) && state is not (InstallState.Confirmed or InstallState.Revoked);

    /// <summary>Whether the offer stands, so that the vehicle's Director targets are those of this rollout.</summary>
    /// <param name="state">Any.</param>
    public static bool Stands(InstallState state) =>
        state is >= InstallState.Offered and <= InstallState.Committed
            or InstallState.SafeDegraded or InstallState.Inconsistent or InstallState.Discrepant or InstallState.Unreachable;

    /// <summary>Whether it has the offer and has not begun to install.</summary>
    /// <param name="state">Any.</param>
    public static bool IsBeforeInstall(InstallState state) => state is >= InstallState.Offered and <= InstallState.WaitSafeState;

    /// <summary>Whether it is at it, by its own word.</summary>
    /// <param name="state">Any.</param>
    public static bool IsInstalling(InstallState state) => state is InstallState.Installing or InstallState.Rebooting or InstallState.SelfTest;

    /// <summary>Whether a vehicle may say of itself that it is there.</summary>
    /// <param name="state">Any.</param>
    public static bool IsReportable(InstallState state) =>
        state is >= InstallState.Acknowledged and <= InstallState.Committed
            or InstallState.RolledBack or InstallState.SafeDegraded or InstallState.Inconsistent or InstallState.Declined;
}

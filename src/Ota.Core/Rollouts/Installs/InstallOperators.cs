using Ota.Core.Rollouts.Failures;

namespace Ota.Core.Rollouts.Installs;

/// <summary>What people do with an install.</summary>
internal static class InstallOperators
{
    public static InstallStep Claim(Install install, DateTimeOffset now)
    {
        if (!InstallStates.IsOpen(install.State)) return InstallMachine.Ignore(install, IgnoredBecause.Ended);
        bool isRefuted = install.Found is { IsFresh: true, Matches: false };
        if (install.ClaimedAt is not null && !isRefuted) return InstallMachine.Ignore(install, IgnoredBecause.Repeated);
        // Only what is shown from now on speaks of the repair.
        Install next = install with
        {
            ClaimedAt = now,
            Found = InstallProofs.Spend(install.Found),
            CommittedAt = install.CommittedAt is null ? null : now, // The time for its proof begins again.
            Asked = 0,
        };
        return new InstallStep(next, next.Offer > 0 ? [new InstallEffect.AskForProof()] : []);
    }

    public static InstallStep Retry(Install install)
    {
        if (install.State is InstallState.Confirmed or InstallState.Revoked) return InstallMachine.Ignore(install, IgnoredBecause.Ended);
        if (install.State is InstallState.Targeted or InstallState.Offered && install.RetryAt is not null)
            return new InstallStep(install with { RetryAt = null }, install.State == InstallState.Offered ? [new InstallEffect.Hint()] : []);
        if (!IsStuck(install)) return InstallMachine.Ignore(install, IgnoredBecause.Meaningless);
        Install next = install with
        {
            EndedAs = InstallState.Targeted,
            Said = null,
            Failure = null,
            RetryAt = null,
            ClaimedAt = null,
            CommittedAt = null,
            Asked = 0,
            Found = InstallProofs.Spend(install.Found),
        };
        return new InstallStep(next, []);
    }

    public static InstallStep Revoke(Install install)
    {
        if (install.State is InstallState.Confirmed or InstallState.Reopened) return InstallMachine.Ignore(install, IgnoredBecause.Ended);
        if (install.EndedAs == InstallState.Revoked) return InstallMachine.Ignore(install, IgnoredBecause.Repeated);
        // The vehicle is told to ask, and learns that there is nothing for it; if it has begun it is left alone.
        bool isToTell = InstallStates.IsBeforeInstall(install.State) || install.State == InstallState.Unreachable;
        return new InstallStep(install with { EndedAs = InstallState.Revoked, RetryAt = null }, isToTell ? [new InstallEffect.Hint()] : []);
    }

    public static InstallStep Supersede(Install install, string by, DateTimeOffset now)
    {
        if (install.State == InstallState.Confirmed) return InstallMachine.Ignore(install, IgnoredBecause.Ended);
        bool mayBegin = install.PermitUntil > now && (InstallStates.IsBeforeInstall(install.State) || JobRules.MayBeginByPermit(install.State));
        bool isBegun = InstallStates.IsInstalling(install.State)
            || install.State is InstallState.Committed or InstallState.SafeDegraded or InstallState.Inconsistent;
        return mayBegin || isBegun
            ? InstallMachine.Ignore(install, IgnoredBecause.Meaningless)
            : End(install, InstallState.Superseded, FailureCodes.Superseded, by);
    }

    public static InstallStep Remove(Install install, string cause) =>
        install.State == InstallState.Confirmed // It had the fix, and that is what counts.
            ? InstallMachine.Ignore(install, IgnoredBecause.Ended)
            : End(install, InstallState.RemovedFromService, FailureCodes.Removed, cause);

    private static InstallStep End(Install install, InstallState state, int code, string detail) =>
        new(install with { EndedAs = state, Failure = new FailureReason(FailureFamily.Operations, code, FailureText.Printable(detail)) }, []);

    // Whoever goes on by itself needs no retry, and a vehicle that installs is not to be disturbed unless it is silent for long.
    private static bool IsStuck(Install install) => install.State switch
    {
        InstallState.RolledBack or InstallState.SafeDegraded or InstallState.Inconsistent or InstallState.Declined or InstallState.Expired
            or InstallState.Discrepant or InstallState.Reopened => true,
        InstallState.Installing or InstallState.Rebooting or InstallState.SelfTest => install.Work != WorkList.None,
        _ => false,
    };
}

using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Installs;

/// <summary>What follows from all that is known of an install: its state, why, who has to act, and when it is looked at again.</summary>
internal static class InstallVerdict
{
    public static InstallStep Settle(Install before, InstallStep step, RolloutPolicy policy, DateTimeOffset now)
    {
        Install next = step.Install;
        InstallState state = StateOf(next);
        next = next with
        {
            State = state,
            Since = state == before.State ? before.Since : now,
            Reason = ReasonOf(next, state),
            RetryAt = state is InstallState.Targeted or InstallState.Offered ? next.RetryAt : null,
        };
        next = next with { SilentAt = InstallClock.GuardedAt(next, policy) is { } silent && silent <= now ? silent : null };
        next = WorkRules.Assign(next, policy, now);
        next = next with { Due = InstallClock.Next(next, policy, now) };
        if (next == before) return new InstallStep(before, step.Effects, IgnoredBecause.Meaningless);
        bool isTakenBack = InstallStates.Stands(before.State) && !InstallStates.Stands(state) && state != InstallState.Confirmed;
        return new InstallStep(
            next with { Revision = before.Revision + 1 }, isTakenBack ? [.. step.Effects, new InstallEffect.TakeBack()] : step.Effects);
    }

    // In the order of what outweighs what: proof, what the vehicle physically does, what the backend decided, what the vehicle said last.
    private static InstallState StateOf(Install install)
    {
        if (install.EndedAs is InstallState.Superseded or InstallState.RemovedFromService) return install.EndedAs.Value;
        if (install.IsProven) return InstallState.Confirmed;
        if (install.EndedAs == InstallState.Reopened) return InstallState.Reopened;
        if (install.Said is { } said)
        {
            if (InstallStates.IsInstalling(said)) return said;
            if (said == InstallState.Committed) return IsRefuted(install) || IsOverdue(install) ? InstallState.Discrepant : InstallState.Committed;
            if (said is InstallState.RolledBack or InstallState.SafeDegraded or InstallState.Inconsistent) return said;
        }

        if (install.EndedAs is { } ended) return ended;
        if (install.ClaimedAt is not null && IsRefuted(install)) return InstallState.Discrepant;
        return install.Said ?? (install.Offer > 0 ? InstallState.Offered : InstallState.Targeted);
    }

    private static FailureReason? ReasonOf(Install install, InstallState state) => state switch
    {
        InstallState.Confirmed => null,
        InstallState.Discrepant => Evidence(IsRefuted(install) ? FailureCodes.Differs : FailureCodes.NoProof),
        InstallState.Reopened => Evidence(FailureCodes.FixLost),
        InstallState.Unreachable => Evidence(FailureCodes.Silent),
        InstallState.Expired => new FailureReason(FailureFamily.Operations, FailureCodes.OfferExpired),
        InstallState.Revoked => new FailureReason(FailureFamily.Operations, FailureCodes.Revoked),
        _ => install.Failure,
    };

    private static FailureReason Evidence(int code) => new(FailureFamily.Evidence, code);

    private static bool IsRefuted(Install install) => install.Found is { IsFresh: true, Matches: false };

    private static bool IsOverdue(Install install) => install.Asked >= InstallTime.MostAsked;
}

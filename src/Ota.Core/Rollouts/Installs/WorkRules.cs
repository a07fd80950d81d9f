using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Installs;

/// <summary>Who has to do something about an install, and by when: one list at most, and no open vehicle that is stuck without one.</summary>
internal static class WorkRules
{
    public static Install Assign(Install install, RolloutPolicy policy, DateTimeOffset now)
    {
        WorkList work = ListOf(install, policy, now);
        if (work == WorkList.None) return install with { Work = work, WorkDue = null };
        DateTimeOffset due = now + (install.State == InstallState.Inconsistent ? TimeSpan.Zero : TimeFor(work));
        // A date that was promised is not put off because something else happens.
        return install with { Work = work, WorkDue = install.Work == work && install.WorkDue <= due ? install.WorkDue : due };
    }

    private static WorkList ListOf(Install install, RolloutPolicy policy, DateTimeOffset now) => install.State switch
    {
        InstallState.Inconsistent or InstallState.SafeDegraded => WorkList.Workshop,
        InstallState.RolledBack => FailureRules.ListOf(install.Reason),
        InstallState.Discrepant => ListOfDiscrepant(install),
        InstallState.Reopened => WorkList.Remote,
        InstallState.Declined or InstallState.Expired or InstallState.Unreachable => WorkList.Letter,
        InstallState.Installing or InstallState.Rebooting or InstallState.SelfTest or InstallState.Committed =>
            ListOfBegun(install, policy, now),
        _ => InstallStates.IsOpen(install.State) ? ListOfWaiting(install, policy, now) : WorkList.None,
    };

    // Who repaired it has to look again; who wrote a false commit is a case for an engineer; who just has not shown anything is asked.
    private static WorkList ListOfDiscrepant(Install install) =>
        install.ClaimedAt is not null ? WorkList.Workshop : install.Reason?.Code == FailureCodes.NoProof ? WorkList.Remote : WorkList.Inspection;

    private static WorkList ListOfBegun(Install install, RolloutPolicy policy, DateTimeOffset now)
    {
        if (InstallClock.SilentAt(install, policy) <= now) return WorkList.Workshop;
        return install.Refusals > 0 ? WorkList.Inspection : ListOfClaim(install, policy, now);
    }

    private static WorkList ListOfWaiting(Install install, RolloutPolicy policy, DateTimeOffset now)
    {
        if (install.State == InstallState.Targeted && FailureRules.ListBeforeOffer(install.Reason) is var list and not WorkList.None) return list;
        if (install.Refusals > 0) return WorkList.Inspection;
        bool isToWrite = InstallClock.SilentAt(install, policy) <= now
            || (InstallStates.IsBeforeInstall(install.State) && policy.MaxPostponed > 0 && install.Postponed >= policy.MaxPostponed)
            || policy.Deadline <= now;
        return isToWrite ? WorkList.Letter : ListOfClaim(install, policy, now);
    }

    private static WorkList ListOfClaim(Install install, RolloutPolicy policy, DateTimeOffset now) =>
        InstallClock.ClaimEndsAt(install, policy) <= now ? WorkList.Workshop : WorkList.None;

    private static TimeSpan TimeFor(WorkList work) => work switch
    {
        WorkList.Inspection => TimeSpan.FromDays(2),
        WorkList.Remote => TimeSpan.FromDays(3),
        WorkList.Letter => TimeSpan.FromDays(7),
        _ => TimeSpan.FromDays(14),
    };
}

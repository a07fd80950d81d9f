using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Installs;

/// <summary>When time alone matters to an install. All of it is here.</summary>
internal static class InstallClock
{
    // A car that stands in a garage for the winter, or whose driver says "later" for a month, has not failed.
    private static readonly TimeSpan LeastWait = TimeSpan.FromDays(60);

    /// <summary>The next moment at which <see cref="InstallEvent.TimePassed"/> does something; null if there is none.</summary>
    public static DateTimeOffset? Next(Install install, RolloutPolicy policy, DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        // What is over and not acted on stays due, the rest is only looked at when it comes.
        Consider(install.RetryAt);
        Consider(JobRules.MayBeginByPermit(install.State) ? install.PermitUntil : null);
        Consider(AsksAt(install, policy));
        Consider(ExpiresAt(install, policy));
        Consider(UnreachableAt(install, policy));
        ConsiderFuture(GuardedAt(install, policy));
        ConsiderFuture(SilentAt(install, policy));
        ConsiderFuture(ClaimEndsAt(install, policy));
        ConsiderFuture(DeadlineOf(install, policy));
        return next;

        void Consider(DateTimeOffset? moment) => next = moment is { } && !(next <= moment) ? moment : next;
        void ConsiderFuture(DateTimeOffset? moment) => Consider(moment > now ? moment : null);
    }

    /// <summary>When an offer ends of which nothing came.</summary>
    public static DateTimeOffset? ExpiresAt(Install install, RolloutPolicy policy)
    {
        if (!InstallStates.IsBeforeInstall(install.State) || install.OfferedAt is not { } offered) return null;
        DateTimeOffset end = offered + policy.OfferExpiry;
        DateTimeOffset? endOfWait = install.WaitingSince + (policy.WaitExpiry > LeastWait ? policy.WaitExpiry : LeastWait);
        return endOfWait > end ? endOfWait : end;
    }

    /// <summary>When it counts as unreachable if it stays silent. One that has begun never does: somebody has to look after it.</summary>
    public static DateTimeOffset? UnreachableAt(Install install, RolloutPolicy policy) =>
        InstallStates.IsBeforeInstall(install.State) ? LastHeard(install) + policy.UnreachableAfter : null;

    /// <summary>When it is to be asked again for the proof of its commit.</summary>
    public static DateTimeOffset? AsksAt(Install install, RolloutPolicy policy) =>
        install.State == InstallState.Committed && install.Asked < InstallTime.MostAsked
            ? install.CommittedAt + (policy.ProofWithin * (install.Asked + 1))
            : null;

    /// <summary>When its silence, after it began, is one that the guard counts.</summary>
    public static DateTimeOffset? GuardedAt(Install install, RolloutPolicy policy) =>
        InstallStates.IsInstalling(install.State) || install.State == InstallState.Committed ? LastHeard(install) + policy.Guard.SilentAfter : null;

    /// <summary>When its silence makes work for somebody.</summary>
    public static DateTimeOffset? SilentAt(Install install, RolloutPolicy policy) =>
        InstallStates.Stands(install.State) ? LastHeard(install) + policy.SilentAfter : null;

    /// <summary>When a claim that nothing has proven makes work for somebody.</summary>
    public static DateTimeOffset? ClaimEndsAt(Install install, RolloutPolicy policy) =>
        InstallStates.IsOpen(install.State) ? install.ClaimedAt + policy.ClaimWithin : null;

    // One that was never offered anything is looked at by whoever ends the rollout: a million rows need not be due at one moment for that.
    private static DateTimeOffset? DeadlineOf(Install install, RolloutPolicy policy) =>
        InstallStates.IsOpen(install.State) && install.Offer > 0 ? policy.Deadline : null;

    private static DateTimeOffset? LastHeard(Install install) =>
        install.HeardAt > install.OfferedAt ? install.HeardAt : install.OfferedAt;
}

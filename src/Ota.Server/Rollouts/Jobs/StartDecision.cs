using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>Decides whether a vehicle may begin to install: the last moment at which a bundle that it already holds can be kept from it.</summary>
internal static class StartDecision
{
    /// <summary>The longest time without contact, whatever a policy says.</summary>
    public static readonly TimeSpan LongestPermit = TimeSpan.FromHours(72);

    public static StartVerdict Decide(StartQuestion asked, DateTimeOffset now)
    {
        if (WhyNot(asked) is { } reason) return new StartVerdict.No(reason);
        // Half a car is worse than one with the wrong image: what has begun goes on, also after a power cut that made it forget that it had.
        if (InstallStates.IsInstalling(asked.Install.State)) return new StartVerdict.Go(null);
        if (OpenHours.Left(asked.Rollout.Policy.Windows, now + asked.UtcOffset) is not { } left) return new StartVerdict.No(JobWords.Hours);
        RolloutPolicy policy = asked.Rollout.Policy;
        TimeSpan permit = policy.Permit < LongestPermit ? policy.Permit : LongestPermit;
        DateTimeOffset until = now + (left < permit ? left : permit);
        if (policy.Deadline < until) until = policy.Deadline.Value;
        if (JobRules.EndOfOffer(asked.Install, policy) is { } end && end < until) until = end;
        return until > now ? new StartVerdict.Go(until) : new StartVerdict.No(JobWords.Ended);
    }

    private static string? WhyNot(StartQuestion asked) =>
        WhyNotRollout(asked.Rollout) ?? WhyNotInstall(asked) ?? (asked.IsStaged ? null : JobWords.Withdrawn);

    private static string? WhyNotRollout(Rollout rollout) => rollout.State switch
    {
        RolloutState.Running => null,
        RolloutState.Completed => JobWords.Ended,
        RolloutState.Revoked or RolloutState.Halted or RolloutState.Cancelled => JobWords.Revoked,
        _ => JobWords.Stopped,
    };

    private static string? WhyNotInstall(StartQuestion asked)
    {
        Install install = asked.Install;
        if (asked.Offer != install.Offer) return JobWords.OtherOffer;
        if (install.State == InstallState.Revoked) return JobWords.Revoked;
        if (install.State is InstallState.Committed or InstallState.Discrepant) return JobWords.Done;
        if (!InstallStates.IsBeforeInstall(install.State) && !InstallStates.IsInstalling(install.State)) return JobWords.Ended;
        // Attempts are counted by the vehicle. It may be one ahead of what was heard of it; an older one has failed.
        if (asked.Attempt < install.Attempt || asked.Attempt <= install.FailedAttempts || asked.Attempt - install.Attempt > 1) return JobWords.OtherAttempt;
        return install.RetryAt is null ? null : JobWords.TooEarly;
    }
}

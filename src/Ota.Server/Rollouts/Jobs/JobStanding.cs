using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>What an install is to its vehicle.</summary>
internal static class JobStanding
{
    /// <summary>Whether the vehicle says that it has changed something: nothing takes that back, so it keeps the job until the end.</summary>
    public static bool HasBegun(Install install) =>
        InstallStates.Stands(install.State) && !InstallStates.IsBeforeInstall(install.State) && install.State != InstallState.Unreachable;

    /// <summary>Whether nothing may be begun at present.</summary>
    public static bool IsStopped(Rollout rollout) => rollout.State != RolloutState.Running;

    /// <summary>Seconds until a further attempt may begin after one that failed, at least 1; 0 if none is to come.</summary>
    public static uint RetryAfter(Install install, DateTimeOffset now) =>
        install is { State: InstallState.Offered, RetryAt: { } at } ? (uint)Math.Clamp(Math.Ceiling((at - now).TotalSeconds), 1, uint.MaxValue) : 0;

    /// <summary>Why a job is none any more, in the words of the protocol; null if it stands.</summary>
    public static string? WhyNone(Rollout rollout, Install install)
    {
        if (install.Offer == 0) return JobWords.None;
        if (JobRules.WantsProof(install) || HasBegun(install)) return null;
        if (install.State == InstallState.Revoked) return JobWords.Revoked;
        if (!InstallStates.Stands(install.State)) return JobWords.Ended;
        return rollout.State switch
        {
            RolloutState.Revoked or RolloutState.Halted or RolloutState.Cancelled => JobWords.Revoked,
            RolloutState.Completed => JobWords.Ended,
            _ => null,
        };
    }
}

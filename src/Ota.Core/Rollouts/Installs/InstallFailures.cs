using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Installs;

/// <summary>How it goes on after an attempt that failed.</summary>
internal static class InstallFailures
{
    public static InstallStep GoOn(Install install, RolloutPolicy policy, DateTimeOffset now)
    {
        // An offer that was taken back gets no further attempt; with it the vehicle just stays where it was.
        TimeSpan? wait = FailureRules.WaitForRetry(install.Failure, install.Failures, policy);
        Install next = wait is { } time
            ? install with { Said = InstallState.Offered, RetryAt = now + time }
            : install with { EndedAs = install.EndedAs ?? InstallState.RolledBack };
        return new InstallStep(next, FailureRules.StopsWave(install.Failure) ? [new InstallEffect.StopWave(install.Failure!)] : []);
    }
}

using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Control;

/// <summary>What an install adds to the books of its wave; kept as differences with each step.</summary>
/// <param name="Begun">Whether it ever began to install.</param>
/// <param name="Soaked">Whether it is confirmed and was used as the soak asks since.</param>
/// <param name="Faulty">Whether a new fault showed.</param>
/// <param name="Silent">Whether it began and was not heard since, for the guard's time.</param>
/// <param name="Retrying">Whether it began, failed, and is to try again: nobody knows yet what becomes of it.</param>
public readonly record struct BookMarks(bool Begun, bool Soaked, bool Faulty, bool Silent, bool Retrying)
{
    /// <summary>
    /// Of one install, at a moment. Time alone changes none of them without a step, so that the difference between two steps is what
    /// changed, whenever each of them is computed.
    /// </summary>
    /// <param name="install">The install.</param>
    /// <param name="policy">Its rollout's policy.</param>
    /// <param name="now">When: not before the install's last step.</param>
    public static BookMarks Of(Install install, RolloutPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(install);
        ArgumentNullException.ThrowIfNull(policy);
        return new BookMarks(
            install.BegunAt is not null,
            install.State == InstallState.Confirmed && IsSoaked(install, policy.Soak),
            install.FaultAt is not null,
            install.SilentAt <= now,
            install is { BegunAt: not null, FailedAttempts: > 0 } && InstallStates.IsBeforeInstall(install.State));
    }

    private static bool IsSoaked(Install install, SoakPolicy soak)
    {
        if (soak is { IgnitionCycles: <= 0, Metres: <= 0 }) return true;
        return install is { UseAtProof: { } before, Use: { } after }
            && after.IgnitionCycles - before.IgnitionCycles >= soak.IgnitionCycles
            && after.OdometerMetres - before.OdometerMetres >= soak.Metres;
    }
}

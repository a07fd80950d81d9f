using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Failures;

/// <summary>Who acts next after a failure: the vehicle again, or which people.</summary>
public static class FailureRules
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromDays(1);
    private const int MostDoublings = 30;

    /// <summary>How long until another attempt.</summary>
    /// <param name="reason">What went wrong; null if the vehicle did not say.</param>
    /// <param name="failures">Failed attempts, this one among them.</param>
    /// <param name="policy">The rollout's policy.</param>
    /// <returns>Null if there is none by itself: a person has to look.</returns>
    public static TimeSpan? WaitForRetry(FailureReason? reason, int failures, RolloutPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (failures >= policy.MaxAttempts) return null;
        return reason?.Family switch
        {
            FailureFamily.Network or FailureFamily.Operations => Backoff(failures, policy),
            FailureFamily.Flash when IsLocked(reason) => null,
            FailureFamily.Flash when IsCondition(reason) => Backoff(failures, policy),
            FailureFamily.Flash or FailureFamily.Boot or null => policy.CoolOff,
            _ => null,
        };
    }

    /// <summary>Whether no further vehicle may be offered the bundle until a person has looked: something signed does not hold.</summary>
    /// <param name="reason">What went wrong; null if the vehicle did not say.</param>
    public static bool StopsWave(FailureReason? reason) => reason?.Family == FailureFamily.Authenticity;

    /// <summary>Who looks after a vehicle that gets no further attempt by itself.</summary>
    /// <param name="reason">What went wrong; null if the vehicle did not say.</param>
    public static WorkList ListOf(FailureReason? reason) => reason?.Family switch
    {
        FailureFamily.Network or FailureFamily.Operations => WorkList.Remote,
        FailureFamily.Flash => IsLocked(reason) ? WorkList.Inspection : WorkList.Workshop,
        FailureFamily.Boot or FailureFamily.Rollback => WorkList.Workshop,
        FailureFamily.User => WorkList.Letter,
        _ => WorkList.Inspection,
    };

    /// <summary>Who does something about what is in the way of an offer; nobody if it goes away by itself.</summary>
    /// <param name="reason">What is in the way; null if nothing.</param>
    public static WorkList ListBeforeOffer(FailureReason? reason) => reason?.Family switch
    {
        FailureFamily.Eligibility or FailureFamily.Space or FailureFamily.Authenticity => WorkList.Inspection,
        FailureFamily.Evidence => WorkList.Remote,
        _ => WorkList.None,
    };

    private static TimeSpan Backoff(int failures, RolloutPolicy policy)
    {
        double doubled = policy.Backoff.TotalSeconds * (1L << Math.Clamp(failures - 1, 0, MostDoublings));
        return doubled < LongestBackoff.TotalSeconds ? TimeSpan.FromSeconds(doubled) : LongestBackoff;
    }

    // Wrong keys do not become right by waiting.
    private static bool IsLocked(FailureReason reason) =>
        reason.Code is FailureCodes.SecurityAccessDenied or FailureCodes.InvalidKey or FailureCodes.AuthenticationRequired;

    // The vehicle was in a state in which the ECU takes nothing; its own check came too early.
    private static bool IsCondition(FailureReason reason) =>
        reason.Code is FailureCodes.ConditionsNotCorrect or (>= FailureCodes.RpmTooHigh and <= FailureCodes.VoltageTooLow);
}

using Ota.Core.Rollouts.Failures;

namespace Ota.Server.Rollouts.Control;

/// <summary>What is in the way of an offer beside what the verdict says.</summary>
internal static class OfferReasons
{
    /// <summary>Another rollout has the vehicle; it is looked at again when that is over.</summary>
    public static readonly FailureReason OtherJob = new(FailureFamily.Operations, FailureCodes.OtherJob);

    /// <summary>It runs what it shall run, and the Director would refuse to tell it so: something else may be under way.</summary>
    public static readonly FailureReason CannotBeTold = new(FailureFamily.Eligibility, FailureCodes.Conflicts);
}

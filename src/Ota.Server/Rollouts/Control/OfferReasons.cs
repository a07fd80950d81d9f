using Ota.Core.Rollouts.Failures;

namespace Ota.Server.Rollouts.Control;

/// <summary>What is in the way of an offer beside what the verdict says.</summary>
internal static class OfferReasons
{
    /// <summary>Another rollout has the vehicle; it is looked at again when that is over.</summary>
    public static readonly FailureReason OtherJob = new(FailureFamily.Operations, 0x110);

    /// <summary>What it shall run it runs, and the Director would refuse to tell it so: it is looked at again.</summary>
    public static readonly FailureReason CannotBeTold = new(FailureFamily.Eligibility, 0x130);
}

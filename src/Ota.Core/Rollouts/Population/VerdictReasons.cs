using Ota.Core.Bundles.Director;
using Ota.Core.Rollouts.Failures;

namespace Ota.Core.Rollouts.Population;

/// <summary>What the Director's refusals mean for who acts next.</summary>
internal static class VerdictReasons
{
    /// <summary>One reason for several: what needs a person comes before what goes away by itself.</summary>
    public static FailureReason Of(IReadOnlyList<AssignmentRefusal> refusals) =>
        refusals.Select(refusal => Of(refusal.Reason)).OrderByDescending(NeedsPerson).First();

    private static bool NeedsPerson(FailureReason reason) => FailureRules.ListBeforeOffer(reason) == Installs.WorkList.Inspection;

    private static FailureReason Of(AssignmentRefusalReason reason) => reason switch
    {
        // A job under way ends, and a refused inventory is followed by another one.
        AssignmentRefusalReason.StillUnderWay => new(FailureFamily.Operations, FailureCodes.OtherJob),
        AssignmentRefusalReason.InventoryRefused => new(FailureFamily.Evidence, FailureCodes.InventoryRefused),
        AssignmentRefusalReason.NoEcu or AssignmentRefusalReason.EcuMissing => new(FailureFamily.Eligibility, FailureCodes.HardwareMissing),
        AssignmentRefusalReason.WrongImageBefore => new(FailureFamily.Eligibility, FailureCodes.UnexpectedImage),
        AssignmentRefusalReason.LowerReleaseCounter => new(FailureFamily.Eligibility, FailureCodes.LowerRelease),
        AssignmentRefusalReason.RequiredMissing => new(FailureFamily.Eligibility, FailureCodes.RequiredMissing),
        AssignmentRefusalReason.Conflict => new(FailureFamily.Eligibility, FailureCodes.Conflicts),
        AssignmentRefusalReason.EcuTwice => new(FailureFamily.Eligibility, FailureCodes.AmbiguousImages),
        AssignmentRefusalReason.WrongRxswin => new(FailureFamily.Eligibility, FailureCodes.WrongRxswin),
        AssignmentRefusalReason.NotActive => new(FailureFamily.Eligibility, FailureCodes.NotActive),
        _ => new(FailureFamily.Eligibility),
    };
}

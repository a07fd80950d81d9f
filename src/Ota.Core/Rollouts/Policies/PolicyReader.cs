using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Manifests.Reading;

namespace Ota.Core.Rollouts.Policies;

/// <summary>Reads a policy, and says everything that is wrong with it.</summary>
internal static class PolicyReader
{
    private static readonly string[] Members =
    [
        "waves", "growth", "holdBackPermille", "soak", "guard", "windows", "offersPerHour", "marketOffersPerHour", "priority", "deadline", "permit",
        "offerExpiry", "waitExpiry", "silentAfter", "unreachableAfter", "proofWithin", "claimWithin", "inventoryMaxAge", "maxAttempts", "backoff", "coolOff",
        "maxPostponed", "recall",
    ];

    public static (RolloutPolicy? Policy, IReadOnlyList<PolicyProblem> Problems) Read(JsonValue document)
    {
        ProblemList problems = new();
        RolloutPolicy? policy = PolicyFields.Of(document, JsonPointer.Root, problems, Members) is { } fields ? Read(fields, new RolloutPolicy()) : null;
        return problems.Count == 0 ? (policy, []) : (null, [.. problems.Found.Select(problem => new PolicyProblem(problem.Pointer, problem.Sentence))]);
    }

    private static RolloutPolicy Read(PolicyFields fields, RolloutPolicy usual)
    {
        RolloutPolicy policy = new()
        {
            Waves = fields.Sizes("waves", usual.Waves),
            Growth = fields.Number("growth", 1, PolicyLimits.Growth, usual.Growth),
            HoldBackPermille = fields.Number("holdBackPermille", 0, PolicyLimits.Permille, usual.HoldBackPermille),
            Soak = ReadSoak(fields, usual.Soak),
            Guard = ReadGuard(fields, usual.Guard),
            Windows = fields.Windows("windows"),
            OffersPerHour = fields.Integer("offersPerHour", 0, PolicyLimits.OffersPerHour, usual.OffersPerHour),
            MarketOffersPerHour = fields.Markets("marketOffersPerHour", PolicyLimits.OffersPerHour),
            Priority = fields.Number("priority", -PolicyLimits.Priority, PolicyLimits.Priority, usual.Priority),
            Deadline = fields.MomentIfAny("deadline"),
            Permit = fields.Span("permit", TimeSpan.FromSeconds(1), PolicyLimits.LongestPermit, usual.Permit),
            OfferExpiry = fields.Span("offerExpiry", usual.OfferExpiry),
            WaitExpiry = fields.Span("waitExpiry", PolicyLimits.ShortestWaitExpiry, PolicyLimits.Longest, usual.WaitExpiry),
            SilentAfter = fields.Span("silentAfter", usual.SilentAfter),
            UnreachableAfter = fields.Span("unreachableAfter", usual.UnreachableAfter),
            ProofWithin = fields.Span("proofWithin", usual.ProofWithin),
            ClaimWithin = fields.Span("claimWithin", usual.ClaimWithin),
            InventoryMaxAge = fields.Span("inventoryMaxAge", usual.InventoryMaxAge),
            MaxAttempts = fields.Number("maxAttempts", 1, PolicyLimits.Attempts, usual.MaxAttempts),
            Backoff = fields.Span("backoff", TimeSpan.FromSeconds(1), PolicyLimits.LongestBackoff, usual.Backoff),
            CoolOff = fields.Span("coolOff", TimeSpan.FromSeconds(1), PolicyLimits.LongestCoolOff, usual.CoolOff),
            MaxPostponed = fields.Number("maxPostponed", 1, PolicyLimits.Postponed, usual.MaxPostponed),
            Recall = ReadRecall(fields),
        };
        if (policy.UnreachableAfter < policy.SilentAfter)
            fields.Refuse("unreachableAfter", "A vehicle would be unreachable before it is silent: give a duration that is not below silentAfter.");
        return policy;
    }

    private static SoakPolicy ReadSoak(PolicyFields policy, SoakPolicy usual)
    {
        if (policy.Inner("soak", "confirmedPermille", "time", "vehicles", "ignitionCycles", "metres") is not { } fields) return usual;
        return new SoakPolicy
        {
            ConfirmedPermille = fields.Number("confirmedPermille", 0, PolicyLimits.Permille, usual.ConfirmedPermille),
            Time = fields.Span("time", usual.Time),
            Vehicles = fields.Number("vehicles", 0, PolicyLimits.Count, usual.Vehicles),
            IgnitionCycles = fields.Number("ignitionCycles", 0, PolicyLimits.IgnitionCycles, usual.IgnitionCycles),
            Metres = fields.Integer("metres", 0, PolicyLimits.Metres, usual.Metres),
        };
    }

    private static RecallNotice? ReadRecall(PolicyFields policy)
    {
        if (policy.Inner("recall", "maker", "authority", "references", "risk", "stopDrive") is not { } fields) return null;
        string? maker = fields.Line("maker");
        string? authority = fields.Line("authority");
        IReadOnlyList<string> references = fields.Lines("references", PolicyLimits.RecallReferences);
        RiskClass? risk = fields.Word<RiskClass>("risk");
        bool? stopDrive = fields.Flag("stopDrive");
        return maker is null || authority is null || risk is null || stopDrive is null
            ? null
            : new RecallNotice(maker, authority, references, risk.Value, stopDrive.Value);
    }

    private static GuardPolicy ReadGuard(PolicyFields policy, GuardPolicy usual)
    {
        if (policy.Inner("guard", "failedPermille", "failedCount", "silentPermille", "silentCount", "silentAfter", "faultPermille", "faultCount") is not { } fields)
            return usual;
        return new GuardPolicy
        {
            FailedPermille = fields.Number("failedPermille", 0, PolicyLimits.Permille, usual.FailedPermille),
            FailedCount = fields.Number("failedCount", 1, PolicyLimits.Count, usual.FailedCount),
            SilentPermille = fields.Number("silentPermille", 0, PolicyLimits.Permille, usual.SilentPermille),
            SilentCount = fields.Number("silentCount", 1, PolicyLimits.Count, usual.SilentCount),
            SilentAfter = fields.Span("silentAfter", usual.SilentAfter),
            FaultPermille = fields.Number("faultPermille", 0, PolicyLimits.Permille, usual.FaultPermille),
            FaultCount = fields.Number("faultCount", 1, PolicyLimits.Count, usual.FaultCount),
        };
    }
}

using Ota.Core.Bundles.Json;

namespace Ota.Core.Rollouts.Policies;

/// <summary>Writes policies with every member, so that what is approved does not depend on defaults that may change.</summary>
internal static class PolicyWriter
{
    public static JsonObject ToJson(RolloutPolicy policy) => JsonObject.Of(
        ("waves", new JsonArray([.. policy.Waves.Select(size => new JsonInteger(size))])),
        ("growth", new JsonInteger(policy.Growth)),
        ("holdBackPermille", new JsonInteger(policy.HoldBackPermille)),
        ("soak", Soak(policy.Soak)),
        ("guard", Guard(policy.Guard)),
        ("windows", new JsonArray([.. policy.Windows.Select(window => new JsonText(WindowText.Write(window)))])),
        ("offersPerHour", new JsonInteger(policy.OffersPerHour)),
        ("marketOffersPerHour", new JsonObject(policy.MarketOffersPerHour.Select(one => KeyValuePair.Create(one.Key, (JsonValue)new JsonInteger(one.Value))))),
        ("priority", new JsonInteger(policy.Priority)),
        ("deadline", policy.Deadline is { } deadline ? new JsonText(MomentText.Write(deadline)) : new JsonNull()),
        ("permit", Duration(policy.Permit)),
        ("offerExpiry", Duration(policy.OfferExpiry)),
        ("waitExpiry", Duration(policy.WaitExpiry)),
        ("silentAfter", Duration(policy.SilentAfter)),
        ("unreachableAfter", Duration(policy.UnreachableAfter)),
        ("proofWithin", Duration(policy.ProofWithin)),
        ("claimWithin", Duration(policy.ClaimWithin)),
        ("inventoryMaxAge", Duration(policy.InventoryMaxAge)),
        ("maxAttempts", new JsonInteger(policy.MaxAttempts)),
        ("backoff", Duration(policy.Backoff)),
        ("coolOff", Duration(policy.CoolOff)),
        ("maxPostponed", new JsonInteger(policy.MaxPostponed)),
        ("recall", policy.Recall is { } recall ? Recall(recall) : new JsonNull()));

    private static JsonObject Soak(SoakPolicy soak) => JsonObject.Of(
        ("confirmedPermille", new JsonInteger(soak.ConfirmedPermille)),
        ("time", Duration(soak.Time)),
        ("vehicles", new JsonInteger(soak.Vehicles)),
        ("ignitionCycles", new JsonInteger(soak.IgnitionCycles)),
        ("metres", new JsonInteger(soak.Metres)));

    private static JsonObject Guard(GuardPolicy guard) => JsonObject.Of(
        ("failedPermille", new JsonInteger(guard.FailedPermille)),
        ("failedCount", new JsonInteger(guard.FailedCount)),
        ("silentPermille", new JsonInteger(guard.SilentPermille)),
        ("silentCount", new JsonInteger(guard.SilentCount)),
        ("silentAfter", Duration(guard.SilentAfter)),
        ("faultPermille", new JsonInteger(guard.FaultPermille)),
        ("faultCount", new JsonInteger(guard.FaultCount)));

    private static JsonObject Recall(RecallNotice recall) => JsonObject.Of(
        ("maker", new JsonText(recall.Maker)),
        ("authority", new JsonText(recall.Authority)),
        ("references", new JsonArray([.. recall.References.Select(reference => new JsonText(reference))])),
        ("risk", new JsonText(WireName<RiskClass>.Of(recall.Risk))),
        ("stopDrive", new JsonBoolean(recall.StopDrive)));

    private static JsonText Duration(TimeSpan duration) => new(DurationText.Write(duration));
}

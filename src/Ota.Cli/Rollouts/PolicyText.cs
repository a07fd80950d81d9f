using System.Globalization;
using Google.Protobuf;
using Ota.Cli.Output;
using Ota.Core.Rollouts.Policies;

namespace Ota.Cli.Rollouts;

/// <summary>What a policy means, for who has to approve it.</summary>
internal static class PolicyText
{
    /// <summary>Name and meaning of each part. One that this client cannot read is shown as it is.</summary>
    public static IEnumerable<(string Name, string Value)> Of(ByteString json)
    {
        if (PolicyForm.Read(json.Memory).Policy is not { } policy) return [("policy", json.ToStringUtf8())];
        return
        [
            .. policy.Recall is { } recall ? new[] { ("recall", RecallOf(recall)) } : [],
            ("waves", WavesOf(policy)),
            ("next wave", SoakOf(policy.Soak)),
            ("held at", GuardOf(policy.Guard)),
            ("windows", policy.Windows.Count == 0 ? "at any time" : $"{string.Join(", ", policy.Windows.Select(WindowOf))}, local time"),
            ("pace", PaceOf(policy)),
            ("priority", Say($"{policy.Priority}")),
            ("deadline", policy.Deadline is { } deadline ? deadline.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "none"),
            ("permit", $"without contact a vehicle begins up to {Moments.Length(policy.Permit)} after it was allowed to"),
            ("attempts", Say($"{policy.MaxAttempts}, retried after {Moments.Length(policy.Backoff)} (network) or {Moments.Length(policy.CoolOff)} (ECU)")),
            ("ends", $"offers after {Moments.Length(policy.OfferExpiry)}, waiting after {Moments.Length(policy.WaitExpiry)}"),
            ("work lists", Say($"silent for {Moments.Length(policy.SilentAfter)}, put off {policy.MaxPostponed} times, a claim unproven for {Moments.Length(policy.ClaimWithin)}")),
            ("unreachable", $"after {Moments.Length(policy.UnreachableAfter)} of silence"),
            ("evidence", $"inventories up to {Moments.Length(policy.InventoryMaxAge)} old; a proof within {Moments.Length(policy.ProofWithin)}"),
        ];
    }

    private static string RecallOf(RecallNotice recall) =>
        $"{Printable.Line($"{recall.Maker}, {recall.Authority} {string.Join(", ", recall.References)}")}; risk {recall.Risk.ToString().ToLowerInvariant()}{(recall.StopDrive ? "; not to be driven until fixed" : "")}";

    private static string WavesOf(RolloutPolicy policy)
    {
        string sizes = string.Join(", ", policy.Waves.Select(Figures.Of));
        string growth = policy.Growth > 1 ? Say($"each further one {policy.Growth} times the one before") : "each further one as large as the one before";
        return $"{sizes}, {growth}{(policy.HoldBackPermille == 0 ? "" : $"; {Figures.Permille(policy.HoldBackPermille)} held back")}";
    }

    private static string SoakOf(SoakPolicy soak) => Say(
        $"{Figures.Permille(soak.ConfirmedPermille)} proven, then {Moments.Length(soak.Time)}, and {soak.Vehicles} of the proven used for {soak.IgnitionCycles} ignition cycles and {soak.Metres / 1000.0:0.#} km");

    private static string GuardOf(GuardPolicy guard) => Say(
        $"{Figures.Permille(guard.FailedPermille)} failed ({guard.FailedCount} or more), {Figures.Permille(guard.SilentPermille)} silent for {Moments.Length(guard.SilentAfter)} ({guard.SilentCount} or more), {Figures.Permille(guard.FaultPermille)} more with a new fault than among those not offered ({guard.FaultCount} or more)");

    private static string PaceOf(RolloutPolicy policy)
    {
        string common = policy.OffersPerHour == 0 ? "no limit" : $"{Figures.Of(policy.OffersPerHour)} offers an hour and market";
        IEnumerable<string> markets = policy.MarketOffersPerHour.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {Figures.Of(one.Value)}");
        return policy.MarketOffersPerHour.Count == 0 ? common : $"{common}; {string.Join(", ", markets)}";
    }

    private static string WindowOf(DayWindow window) => Say($"{window.From / 60:00}:{window.From % 60:00}-{window.To / 60:00}:{window.To % 60:00}");

    private static string Say(FormattableString text) => FormattableString.Invariant(text);
}

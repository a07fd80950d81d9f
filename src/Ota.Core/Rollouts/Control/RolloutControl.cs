using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Control;

/// <summary>What the controller does next: decided from what is counted, so that it takes no longer for a million vehicles.</summary>
public static class RolloutControl
{
    /// <summary>Most offers of one decision to a market without a limit. The next decision follows within seconds.</summary>
    public const long MostOffers = 1_000_000;

    /// <summary>Decides. A hold stands alone; else waves that are proven or opened come first, then offers.</summary>
    /// <param name="rollout">A running one; of any other nothing is to be done.</param>
    /// <param name="books">Its waves, in order, wave 0 among them.</param>
    /// <param name="paces">Its markets.</param>
    /// <param name="now">When.</param>
    public static IReadOnlyList<RolloutAct> Decide(Rollout rollout, IReadOnlyList<WaveBooks> books, IReadOnlyList<MarketPace> paces, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(books);
        ArgumentNullException.ThrowIfNull(paces);
        if (rollout.State != RolloutState.Running) return [];
        if (RolloutGuard.Weigh(rollout, books) is { } hold) return [hold];
        List<RolloutAct> acts = [];
        if (Advance(rollout, books, now) is { } advance) acts.Add(advance);
        if (FindEnd(rollout, books, now) is { } end) return [.. acts.OfType<RolloutAct.NoteProven>(), end];
        if (rollout.Policy.Deadline <= now) return []; // What has begun is still waited for; nothing else begins.
        int opened = acts is [RolloutAct.OpenWave wave] ? wave.Wave : rollout.Wave;
        if (books.Any(one => one.Wave > 0 && one.Wave <= opened && one.Of(InstallState.Targeted) > 0)) acts.AddRange(Offer(rollout.Policy, paces, now));
        return acts;
    }

    private static RolloutAct.Complete? FindEnd(Rollout rollout, IReadOnlyList<WaveBooks> books, DateTimeOffset now)
    {
        WaveBooks[] waves = [.. books.Where(one => one.Wave > 0)];
        if (rollout.Policy.Deadline <= now)
            return waves.Any(wave => wave.AtIt > 0) ? null : new RolloutAct.Complete("The deadline has passed; what is still open is on the work lists.");
        if (rollout.Wave < rollout.Waves || waves.Any(CanGoOn)) return null;
        return new RolloutAct.Complete(rollout.Waves == 0
            ? "No vehicle of the population can take part."
            : "Every vehicle has ended or waits for a person.");
    }

    // TARGETED too, where something is in the way of an offer: the next inventory may take it out of the way.
    private static bool CanGoOn(WaveBooks wave) => wave.Count(state => state is >= InstallState.Targeted and <= InstallState.Committed) > 0;

    private static RolloutAct? Advance(Rollout rollout, IReadOnlyList<WaveBooks> books, DateTimeOffset now)
    {
        if (rollout.Wave == 0) return rollout.Waves > 0 ? new RolloutAct.OpenWave(1) : null;
        if (books.FirstOrDefault(one => one.Wave == rollout.Wave) is not { } last) return null;
        if (last.ProvenAt is null) return WaveSoak.IsProven(last, rollout.Policy.Soak) ? new RolloutAct.NoteProven(last.Wave) : null;
        bool isOver = rollout.Wave < rollout.Waves && WaveSoak.IsOver(last, rollout.Policy.Soak, now);
        return isOver && !RolloutGuard.IsInDoubt(rollout, books) ? new RolloutAct.OpenWave(rollout.Wave + 1) : null;
    }

    private static IEnumerable<RolloutAct> Offer(RolloutPolicy policy, IReadOnlyList<MarketPace> paces, DateTimeOffset now)
    {
        foreach (MarketPace pace in paces)
        {
            if (!DayWindows.AreOpen(policy.Windows, now, pace.UtcOffset)) continue;
            long limit = policy.MarketOffersPerHour.TryGetValue(pace.Market, out long own) ? own : policy.OffersPerHour;
            long most = limit == 0 ? MostOffers : Math.Min(MostOffers, limit - pace.LastHour);
            if (most > 0) yield return new RolloutAct.Offer(pace.Market, most);
        }
    }
}

using System.Globalization;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Control;

/// <summary>
/// Holds a rollout by what is counted of all opened waves together: each wave has the fleet's mix, so what is wrong with the bundle shows in
/// all of them, and one number over all is steadier than one for each.
/// </summary>
internal static class RolloutGuard
{
    /// <summary>Fewer vehicles that were not offered anything are no control group; then no fault counts as usual.</summary>
    public const int FewestControls = 20;

    // Standard deviations that an excess of faults must have over what chance gives. Decisions are made again and again, and each is another
    // chance to be wrong, so it has to be more than for a single one: with 3.5 about one rollout in a hundred is held without a cause.
    private const double Deviations = 3.5;

    /// <summary>Weighs.</summary>
    /// <returns>The hold, or null.</returns>
    public static RolloutAct.Hold? Weigh(Rollout rollout, IReadOnlyList<WaveBooks> books)
    {
        GuardEvidence seen = Gather(rollout, books);
        GuardEvidence beyond = seen.Beyond(rollout.Judged);
        GuardPolicy policy = rollout.Policy.Guard;
        string? reason = Failed(beyond, policy) ?? Silent(beyond, policy) ?? Faulty(books, beyond, policy);
        return reason is null ? null : new RolloutAct.Hold(reason, seen);
    }

    /// <summary>
    /// Whether it would come to a hold if every vehicle that has begun, and is not done with it, failed. Retries take days: without this a wave is
    /// long proven by others while those that fail are still trying, and the next one opens on what was never known.
    /// </summary>
    public static bool IsInDoubt(Rollout rollout, IReadOnlyList<WaveBooks> books)
    {
        GuardEvidence beyond = Gather(rollout, books).Beyond(rollout.Judged);
        WaveBooks[] opened = [.. books.Where(wave => IsOpened(wave, rollout))];
        // Whoever is silent is known to be, and has its own share.
        long open = opened.Sum(wave => wave.Retrying + wave.AtIt - wave.Silent);
        GuardPolicy policy = rollout.Policy.Guard;
        return open > 0 && IsOver(beyond.Failed + open, beyond.Begun, policy.FailedPermille, policy.FailedCount);
    }

    private static GuardEvidence Gather(Rollout rollout, IReadOnlyList<WaveBooks> books)
    {
        WaveBooks[] opened = [.. books.Where(wave => IsOpened(wave, rollout))];
        return new GuardEvidence(
            opened.Sum(wave => wave.Begun),
            opened.Sum(wave => wave.Count(HasFailed)),
            opened.Sum(wave => wave.Silent),
            opened.Sum(wave => wave.Of(InstallState.Confirmed)),
            opened.Sum(wave => wave.Faulty - wave.FaultyTargeted));
    }

    private static string? Failed(GuardEvidence seen, GuardPolicy policy) => IsOver(seen.Failed, seen.Begun, policy.FailedPermille, policy.FailedCount)
        ? Say($"{seen.Failed} installs failed of {seen.Begun} that were begun; the policy holds at {Percent(policy.FailedPermille)} and {policy.FailedCount}.")
        : null;

    private static string? Silent(GuardEvidence seen, GuardPolicy policy) => IsOver(seen.Silent, seen.Begun, policy.SilentPermille, policy.SilentCount)
        ? Say($"{seen.Silent} vehicles fell silent of {seen.Begun} that began to install; the policy holds at {Percent(policy.SilentPermille)} and {policy.SilentCount}.")
        : null;

    // Some fail before they begin, so there can be more failed than begun: the share is of whichever is greater.
    private static bool IsOver(long count, long begun, int permille, int least) => count >= least && count * 1000 >= permille * Math.Max(begun, count);

    private static string? Faulty(IReadOnlyList<WaveBooks> books, GuardEvidence seen, GuardPolicy policy)
    {
        if (seen.Faulty < policy.FaultCount) return null;
        long proven = Math.Max(seen.Confirmed, seen.Faulty); // Of those that were judged already, later faults count too.
        (double share, double variance) = Usual(books);
        double chance = Deviations * Math.Sqrt((proven * share * (1 - share)) + ((double)proven * proven * variance));
        double excess = seen.Faulty - (share * proven);
        if (excess * 1000 < proven * policy.FaultPermille || excess <= chance) return null;
        return Say($"{seen.Faulty} of {proven} vehicles show new faults since they were updated, and of those that were not offered anything {share * 100:0.#} % do; the policy tolerates {Percent(policy.FaultPermille)} more.");
    }

    /// <summary>How frequent a new fault is among those that were not offered anything, in whichever wave, and how well that is known.</summary>
    private static (double Share, double Variance) Usual(IReadOnlyList<WaveBooks> books)
    {
        long vehicles = books.Sum(wave => wave.Of(InstallState.Targeted));
        if (vehicles < FewestControls) return (0, 0);
        double share = (books.Sum(wave => wave.FaultyTargeted) + 0.5) / (vehicles + 1); // None seen does not mean that there is none.
        return (share, share * (1 - share) / vehicles);
    }

    private static bool IsOpened(WaveBooks wave, Rollout rollout) => wave.Wave > 0 && wave.Wave <= rollout.Wave;

    private static bool HasFailed(InstallState state) =>
        state is InstallState.RolledBack or InstallState.SafeDegraded or InstallState.Inconsistent or InstallState.Discrepant;

    private static string Percent(int permille) => string.Create(CultureInfo.InvariantCulture, $"{permille / 10.0:0.#} %");

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}

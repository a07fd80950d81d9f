using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Population;

/// <summary>
/// Who is in which wave: each prefix of the order has the fleet's mix of models, years, hardware and markets, and nobody can steer who is first.
/// Within a stratum by HMAC-SHA-256 of the vid under the rollout's seed; between strata by equal shares.
/// </summary>
public static class WaveAssignment
{
    /// <summary>Gives each vehicle its wave.</summary>
    /// <param name="vids">32 hexadecimal digits each.</param>
    /// <param name="strata">Of each vehicle: any number that is the same within a stratum.</param>
    /// <param name="policy">Sizes, growth, hold-back.</param>
    /// <param name="seed">32 random bytes, kept with the rollout.</param>
    /// <returns>Of each vehicle its wave from 1, or 0 for the hold-back.</returns>
    public static int[] Assign(IReadOnlyList<string> vids, IReadOnlyList<int> strata, RolloutPolicy policy, ReadOnlySpan<byte> seed) => throw new NotImplementedException();

    /// <summary>The sizes of the waves for so many eligible vehicles, the hold-back taken off first.</summary>
    /// <param name="eligible">How many.</param>
    /// <param name="policy">Sizes, growth, hold-back.</param>
    /// <returns>The sizes of wave 1, 2, ..., and how many are held back.</returns>
    public static (IReadOnlyList<long> Waves, long HoldBack) Sizes(long eligible, RolloutPolicy policy) => throw new NotImplementedException();
}

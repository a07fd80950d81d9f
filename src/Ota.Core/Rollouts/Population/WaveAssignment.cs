using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Population;

/// <summary>
/// Who is in which wave: each prefix of the order has the fleet's mix of models, years, hardware and markets, and nobody can steer who is first.
/// Within a stratum by HMAC-SHA-256 of the vid under the rollout's seed; between strata by equal shares.
/// </summary>
public static class WaveAssignment
{
    private const int LotsAtOnce = 10_000;

    /// <summary>Gives each vehicle its wave.</summary>
    /// <param name="vids">32 hexadecimal digits each, none twice; read from several threads at once.</param>
    /// <param name="strata">Of each vehicle: any number that is the same within a stratum.</param>
    /// <param name="policy">Sizes, growth, hold-back.</param>
    /// <param name="seed">32 random bytes, kept with the rollout.</param>
    /// <returns>Of each vehicle its wave from 1, or 0 for the hold-back.</returns>
    /// <exception cref="ArgumentException">There are not as many strata as vids.</exception>
    public static int[] Assign(IReadOnlyList<string> vids, IReadOnlyList<int> strata, RolloutPolicy policy, ReadOnlySpan<byte> seed)
    {
        ArgumentNullException.ThrowIfNull(vids);
        ArgumentNullException.ThrowIfNull(strata);
        ArgumentNullException.ThrowIfNull(policy);
        if (vids.Count != strata.Count) throw new ArgumentException($"There are {vids.Count} vehicles and {strata.Count} strata.", nameof(strata));
        int[] waves = new int[vids.Count];
        (IReadOnlyList<long> sizes, _) = Sizes(vids.Count, policy);
        int wave = 1;
        long left = sizes.Count > 0 ? sizes[0] : 0;
        foreach (int vehicle in new StratifiedOrder(DrawLots(vids, seed), strata).Vehicles())
        {
            if (left == 0) left = wave < sizes.Count ? sizes[wave++] : -1;
            if (left < 0) break; // What is left is the hold-back: a suffix of the order has the fleet's mix as well as a prefix has.
            waves[vehicle] = wave;
            left--;
        }

        return waves;
    }

    /// <summary>The sizes of the waves for so many eligible vehicles, the hold-back taken off first.</summary>
    /// <param name="eligible">How many.</param>
    /// <param name="policy">Sizes, growth, hold-back.</param>
    /// <returns>The sizes of wave 1, 2, ..., up to 100 of them, and how many are held back.</returns>
    public static (IReadOnlyList<long> Waves, long HoldBack) Sizes(long eligible, RolloutPolicy policy)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(eligible);
        ArgumentNullException.ThrowIfNull(policy);
        return WaveSizes.Of(eligible, policy);
    }

    // Each lot is its vehicle's own, so all processors draw.
    private static Lot[] DrawLots(IReadOnlyList<string> vids, ReadOnlySpan<byte> seed)
    {
        Lot[] lots = new Lot[vids.Count];
        if (lots.Length == 0) return lots;
        byte[] key = seed.ToArray();
        Parallel.ForEach(Partitioner.Create(0, lots.Length, LotsAtOnce), range => DrawLots(lots, range.ToValueTuple(), vids, key));
        return lots;
    }

    // One keyed object for many: setting up a key costs more than the hash of such a short text.
    private static void DrawLots(Lot[] lots, (int First, int End) range, IReadOnlyList<string> vids, byte[] key)
    {
        using IncrementalHash hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> code = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> text = stackalloc byte[64];
        for (int i = range.First; i < range.End; i++)
        {
            hmac.AppendData(text[..Encoding.ASCII.GetBytes(vids[i], text)]);
            hmac.GetHashAndReset(code);
            lots[i] = Lot.Of(code);
        }
    }
}

using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Population;

/// <summary>How large waves are.</summary>
internal static class WaveSizes
{
    /// <summary>Waves at most; the last one takes all that are left, so that a policy whose waves do not grow ends too.</summary>
    public const int MostWaves = 100;

    private const int Permille = 1000;

    public static (IReadOnlyList<long> Waves, long HoldBack) Of(long eligible, RolloutPolicy policy)
    {
        long holdBack = (long)((Int128)eligible * policy.HoldBackPermille / Permille);
        long left = eligible - holdBack;
        List<long> waves = [];
        while (left > 0)
        {
            long size = waves.Count == MostWaves - 1 ? left : Math.Min(left, Next(waves, policy));
            waves.Add(size);
            left -= size;
        }

        return (waves, holdBack);
    }

    private static long Next(List<long> waves, RolloutPolicy policy)
    {
        if (waves.Count < policy.Waves.Count) return policy.Waves[waves.Count];
        long last = waves.Count > 0 ? waves[^1] : 1; // Of a policy without sizes, which none that was read is.
        return (long)Int128.Min((Int128)last * policy.Growth, long.MaxValue);
    }
}

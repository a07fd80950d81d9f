using System.Runtime.InteropServices;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Rollouts.Population;

namespace Ota.Server.Rollouts.Planning;

/// <summary>The wave of each vehicle of a judged population: 0 for those that take no part and the hold-back.</summary>
internal sealed class FrozenWaves
{
    private readonly int[] _waves;

    private FrozenWaves(int[] waves, int last) => (_waves, Last) = (waves, last);

    /// <summary>The number of the last wave.</summary>
    public int Last { get; }

    public int this[int vehicle] => _waves[vehicle];

    /// <summary>Draws the eligible into waves.</summary>
    public static FrozenWaves Draw(JudgedPopulation population, RolloutPolicy policy, ReadOnlySpan<byte> seed)
    {
        int[] eligible = [.. Eligible(population)];
        int[] strata = Array.ConvertAll(eligible, i => population.Vehicles[i].Stratum);
        int[] drawn = WaveAssignment.Assign(new EligibleVids(population, eligible), strata, policy, seed);
        int[] waves = new int[population.Vehicles.Count];
        for (int i = 0; i < drawn.Length; i++) waves[eligible[i]] = drawn[i];
        return new FrozenWaves(waves, drawn.Length == 0 ? 0 : drawn.Max());
    }

    /// <summary>Puts all eligible into one wave.</summary>
    public static FrozenWaves One(JudgedPopulation population, int wave)
    {
        int[] waves = new int[population.Vehicles.Count];
        foreach (int i in Eligible(population)) waves[i] = wave;
        return new FrozenWaves(waves, wave);
    }

    /// <summary>How many vehicles are in each wave, wave 0 among them.</summary>
    public IReadOnlyDictionary<int, long> Sizes()
    {
        Dictionary<int, long> sizes = new() { [0] = 0 };
        foreach (int wave in _waves) CollectionsMarshal.GetValueRefOrAddDefault(sizes, wave, out _)++;
        return sizes;
    }

    private static IEnumerable<int> Eligible(JudgedPopulation population) =>
        Enumerable.Range(0, population.Vehicles.Count).Where(i => population.Vehicles[i].State == InstallState.Targeted);
}

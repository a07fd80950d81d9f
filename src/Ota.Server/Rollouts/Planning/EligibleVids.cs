using System.Collections;

namespace Ota.Server.Rollouts.Planning;

/// <summary>The vids of those of a population that are drawn into waves; each text is made when it is asked for.</summary>
/// <param name="population">The population.</param>
/// <param name="eligible">Their places in it.</param>
internal sealed class EligibleVids(JudgedPopulation population, int[] eligible) : IReadOnlyList<string>
{
    public int Count => eligible.Length;

    public string this[int index] => population.Vehicles[eligible[index]].Vid.ToString();

    public IEnumerator<string> GetEnumerator() => eligible.Select(i => population.Vehicles[i].Vid.ToString()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using Ota.Core.Bundles.Manifests;

namespace Ota.Simulator.Agent.Real;

/// <summary>Pretends the sensors: the first so many looks find one of the manifest's preconditions, drawn by a seed, not to hold.</summary>
internal sealed class VehicleConditions(int seed, int unsafeLooks)
{
    private readonly Random _random = new(seed);
    private int _looks;

    public IReadOnlyList<string> FindUnmet(IReadOnlyList<Precondition> preconditions)
    {
        if (preconditions.Count == 0 || _looks >= unsafeLooks) return [];
        _looks++;
        return [preconditions[_random.Next(preconditions.Count)].Name];
    }
}

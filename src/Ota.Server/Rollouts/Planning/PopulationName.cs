using Ota.Core.Rollouts.Population;

namespace Ota.Server.Rollouts.Planning;

/// <summary>Computes the digest over a population in the order of vids.</summary>
internal static class PopulationName
{
    public static string Of(JudgedPopulation population, FrozenWaves waves) => Of([], population, waves);

    /// <param name="before">The lines of vehicles that were frozen earlier.</param>
    /// <param name="population">Those that come now.</param>
    /// <param name="waves">Their waves.</param>
    public static string Of(IReadOnlyList<PopulationLine> before, JudgedPopulation population, FrozenWaves waves)
    {
        UInt128[] vids = new UInt128[before.Count + population.Vehicles.Count];
        int[] places = new int[vids.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = i;
            vids[i] = (i < before.Count ? before[i].Vid : population.Vehicles[i - before.Count].Vid).Value;
        }

        Array.Sort(vids, places);
        using PopulationDigest digest = new();
        foreach (int place in places)
        {
            PopulationLine line = place < before.Count ? before[place] : LineOf(population.Vehicles[place - before.Count], waves[place - before.Count]);
            digest.Add(line.Vid.ToString(), line.State, line.Wave, line.Inventory.ToString());
        }

        return digest.End();
    }

    private static PopulationLine LineOf(JudgedVehicle vehicle, int wave) => new(vehicle.Vid, vehicle.State, wave, vehicle.Inventory);
}

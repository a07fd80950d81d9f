using Ota.Core.Rollouts.Population;

namespace Ota.Server.Rollouts.Planning;

/// <summary>Computes the digest over a population in the order of vids.</summary>
internal static class PopulationName
{
    public static string Of(JudgedPopulation population, FrozenWaves waves) => Of([], population, waves);

    /// <param name="before">The lines of vehicles that were frozen earlier.</param>
    /// <param name="population">Those that come now.</param>
    /// <param name="waves">Their waves.</param>
    public static string Of(IReadOnlyCollection<PopulationLine> before, JudgedPopulation population, FrozenWaves waves)
    {
        PopulationLine[] lines = new PopulationLine[before.Count + population.Vehicles.Count];
        int count = 0;
        foreach (PopulationLine line in before) lines[count++] = line;
        for (int i = 0; i < population.Vehicles.Count; i++)
        {
            JudgedVehicle vehicle = population.Vehicles[i];
            lines[count++] = new PopulationLine(vehicle.Vid, vehicle.State, waves[i], vehicle.Inventory);
        }

        Array.Sort(lines, (one, other) => string.CompareOrdinal(one.Vid, other.Vid));
        using PopulationDigest digest = new();
        foreach (PopulationLine line in lines) digest.Add(line.Vid, line.State, line.Wave, line.Inventory.ToString());
        return digest.End();
    }
}

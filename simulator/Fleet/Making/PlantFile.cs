using System.Text.Json;

namespace Ota.Simulator.Fleet.Making;

/// <summary>DIR/plant.jsonl: one <see cref="PlantVehicle"/> a line.</summary>
internal static class PlantFile
{
    public const string Name = "plant.jsonl";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public static string Write(PlantVehicle vehicle) => JsonSerializer.Serialize(vehicle, Form);

    /// <exception cref="InvalidDataException">A line is no vehicle.</exception>
    public static IEnumerable<PlantVehicle> Read(TextReader lines)
    {
        for (int number = 1; lines.ReadLine() is { } line; number++)
        {
            if (line.Length > 0) yield return Parse(line, number);
        }
    }

    private static PlantVehicle Parse(string line, int number)
    {
        try
        {
            if (JsonSerializer.Deserialize<PlantVehicle>(line, Form) is { Vin.Length: > 0, Ecus.Count: > 0 } vehicle) return vehicle;
        }
        catch (JsonException)
        {
            // Said below, as of a line with too little in it.
        }

        throw new InvalidDataException($"Line {number} of {Name} is no vehicle with ECUs; make-fleet writes that file.");
    }
}

namespace Ota.Simulator.Fleet.Making;

/// <summary>
/// What a fleet consists of: a list to draw from, in which a kind of vehicle stands as often as it is common. From a CSV with columns
/// powertrain and vehicle_class, a row for each vehicle of a real fleet.
/// </summary>
internal static class FleetComposition
{
    private const int MostRows = 100_000;

    /// <summary>Without a file: a plain European mixture.</summary>
    public static IReadOnlyList<FleetModel> Plain { get; } =
    [
        new("Sim Car ICE", "ICE"), new("Sim Car ICE", "ICE"), new("Sim Car ICE", "ICE"), new("Sim SUV ICE", "ICE"), new("Sim SUV ICE", "ICE"),
        new("Sim Car HEV", "HEV"), new("Sim Car HEV", "HEV"), new("Sim SUV PHEV", "PHEV"), new("Sim Car BEV", "BEV"), new("Sim SUV BEV", "BEV"),
    ];

    /// <exception cref="InvalidDataException">The text has no such columns, or no rows.</exception>
    public static IReadOnlyList<FleetModel> Read(TextReader csv)
    {
        string[] header = csv.ReadLine()?.Split(',') ?? [];
        int powertrain = Array.IndexOf(header, "powertrain");
        int category = Array.IndexOf(header, "vehicle_class");
        if (powertrain < 0 || category < 0) throw new InvalidDataException("A composition needs the columns powertrain and vehicle_class.");
        List<FleetModel> models = [];
        while (csv.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            if (fields.Length <= Math.Max(powertrain, category) || fields[powertrain].Length == 0) continue;
            if (models.Count == MostRows) throw new InvalidDataException($"A composition has {MostRows} rows at most.");
            string kind = fields[category] is { Length: > 0 } known ? known : "Car"; // Not every row of the recorded fleet says it.
            models.Add(new FleetModel($"Sim {kind} {fields[powertrain]}", fields[powertrain]));
        }

        return models.Count > 0 ? models : throw new InvalidDataException("The composition has no vehicle.");
    }
}

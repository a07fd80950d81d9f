using System.Globalization;

namespace Ota.Simulator.Fleet.Running;

/// <summary>How a fleet stands at a moment.</summary>
/// <param name="Vehicles">All.</param>
/// <param name="Connected">Those with network now.</param>
/// <param name="Settled">Those whose truth is final.</param>
/// <param name="Refusals">Connections refused for good.</param>
/// <param name="Truths">How many ended how.</param>
internal sealed record FleetCounts(int Vehicles, int Connected, int Settled, long Refusals, IReadOnlyList<KeyValuePair<VehicleTruth, int>> Truths)
{
    public static FleetCounts Of(IReadOnlyList<LightVehicle> vehicles, FleetWorld world)
    {
        KeyValuePair<VehicleTruth, int>[] truths =
            [.. vehicles.CountBy(vehicle => vehicle.Entry.Truth).OrderBy(pair => pair.Key)];
        int open = truths.FirstOrDefault(pair => pair.Key == VehicleTruth.Open).Value;
        return new FleetCounts(vehicles.Count, vehicles.Count(vehicle => vehicle.IsConnected), vehicles.Count - open, world.Refusals.Count, truths);
    }

    public override string ToString()
    {
        string ended = string.Join(", ", Truths.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} {Words(pair.Key)}")));
        string refused = Refusals == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {Refusals} connections refused");
        return string.Create(CultureInfo.InvariantCulture, $"{Settled} of {Vehicles} settled, {Connected} connected: {ended}{refused}");
    }

    private static string Words(VehicleTruth truth) => truth switch
    {
        VehicleTruth.RolledBack => "rolled back",
        VehicleTruth.BrickedUnheard => "bricked unheard",
        VehicleTruth.SafeDegraded => "safe but degraded",
        VehicleTruth.WrongBuild => "with a wrong build",
        VehicleTruth.NeverContacted => "never in contact",
        _ => truth.ToString().ToLowerInvariant(),
    };
}

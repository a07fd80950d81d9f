using Ota.Simulator.Fleet.Making;

namespace Ota.Simulator.Demo.Fleet;

/// <summary>
/// The 384 real vehicles of the Vehicle Energy Dataset (gsoh/VED, Apache-2.0) by powertrain and class, so that the fleet is mixed as a real
/// one is. Most of them are petrol cars.
/// </summary>
internal static class VedComposition
{
    private static readonly (string Model, string Powertrain, int Vehicles)[] Counts =
    [
        ("Sim Car ICE", "ICE", 263), ("Sim SUV ICE", "ICE", 1), ("Sim Car HEV", "HEV", 93), ("Sim Car PHEV", "PHEV", 24), ("Sim Car EV", "EV", 3),
    ];

    public static IReadOnlyList<FleetModel> Models { get; } =
        [.. Counts.SelectMany(kind => Enumerable.Repeat(new FleetModel(kind.Model, kind.Powertrain), kind.Vehicles))];
}

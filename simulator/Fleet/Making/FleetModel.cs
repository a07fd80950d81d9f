namespace Ota.Simulator.Fleet.Making;

/// <summary>What a vehicle of a made fleet can be.</summary>
/// <param name="Name">The model.</param>
/// <param name="Powertrain">Such as ICE, HEV, PHEV or BEV.</param>
internal sealed record FleetModel(string Name, string Powertrain);

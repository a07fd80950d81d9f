using Ota.Simulator.Inventories;

namespace Ota.Simulator.Fleet.Making;

/// <summary>A line of plant.jsonl: what the plant knows of a vehicle before the server gives it its vid.</summary>
/// <param name="Vin">Its VIN.</param>
/// <param name="Ecus">Its ECUs with their private keys, the primary first.</param>
internal sealed record PlantVehicle(string Vin, IReadOnlyList<SimulatedEcu> Ecus);

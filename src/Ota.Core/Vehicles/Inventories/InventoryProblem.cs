namespace Ota.Core.Vehicles.Inventories;

/// <summary>One reason why an inventory is not proof.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Ecu">The serial number of the ECU that it is about, or empty for the inventory as a whole.</param>
public sealed record InventoryProblem(InventoryProblemKind Kind, string Ecu = "");

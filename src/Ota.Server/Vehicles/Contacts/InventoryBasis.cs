namespace Ota.Server.Vehicles.Contacts;

/// <summary>What a vehicle's inventories are held against.</summary>
/// <param name="Ecus">Its ECUs, by serial number.</param>
/// <param name="ProvenDigest">SHA-256 of the inventory that was proven last; empty if none was.</param>
internal sealed record InventoryBasis(IReadOnlyList<InventoriedEcu> Ecus, string ProvenDigest);

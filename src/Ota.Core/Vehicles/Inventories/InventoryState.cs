namespace Ota.Core.Vehicles.Inventories;

/// <summary>How the latest inventory of a vehicle stands. The values are stored.</summary>
public enum InventoryState
{
    /// <summary>None came.</summary>
    None = 0,

    /// <summary>It verified.</summary>
    Proven,

    /// <summary>There was nothing to verify it with.</summary>
    Unproven,

    /// <summary>It was refused.</summary>
    Refused,
}

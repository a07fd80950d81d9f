namespace Ota.Core.Vehicles.Inventories;

/// <summary>What keeps an inventory from being proof.</summary>
public enum InventoryProblemKind
{
    /// <summary>Not the bytes of an inventory, or values that no inventory has.</summary>
    Malformed,

    /// <summary>It, or a report in it, was made for another vehicle.</summary>
    OtherVehicle,

    /// <summary>Something that a key should have signed has no signature.</summary>
    NotSigned,

    /// <summary>A signature does not verify.</summary>
    BadSignature,

    /// <summary>It is signed with a key that is not the registered one, and nobody has allowed another.</summary>
    UnexpectedKey,

    /// <summary>A registered ECU has no report.</summary>
    MissingEcu,

    /// <summary>A report of an ECU that the vehicle does not have.</summary>
    UnknownEcu,

    /// <summary>An ECU has two reports.</summary>
    RepeatedEcu,

    /// <summary>An ECU says that it is other hardware, or has another role, than registered.</summary>
    OtherHardware,

    /// <summary>Its counter is not above that of the inventory before, although it was made later: an old one is shown again.</summary>
    Replayed,
}

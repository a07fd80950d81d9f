using Ota.Core.Vehicles.Inventories;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>Names of problems in events and metrics.</summary>
internal static class ProblemNames
{
    private static readonly Dictionary<InventoryProblemKind, string> Names = new()
    {
        [InventoryProblemKind.Malformed] = "malformed",
        [InventoryProblemKind.OtherVehicle] = "other_vehicle",
        [InventoryProblemKind.NotSigned] = "not_signed",
        [InventoryProblemKind.BadSignature] = "bad_signature",
        [InventoryProblemKind.UnexpectedKey] = "unexpected_key",
        [InventoryProblemKind.MissingEcu] = "missing_ecu",
        [InventoryProblemKind.UnknownEcu] = "unknown_ecu",
        [InventoryProblemKind.RepeatedEcu] = "repeated_ecu",
        [InventoryProblemKind.OtherHardware] = "other_hardware",
        [InventoryProblemKind.Replayed] = "replayed",
    };

    public static string Of(InventoryProblemKind kind) => Names[kind];
}

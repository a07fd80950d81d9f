namespace Ota.Core.Vehicles.Inventories;

/// <summary>The field numbers of proto/vehicle/v1/inventory.proto, and limits; a test compares them with the generated code's.</summary>
internal static class InventoryFields
{
    public const int DigestSize = 32;
    public const int MaxNonce = 64;

    // Signature.
    public const int KeyId = 1;
    public const int Value = 2;
    public const int PublicKey = 3;

    // SignedEcuReport and SignedInventory.
    public const int Content = 1;
    public const int Signature = 2;

    // Inventory and EcuReport.
    public const int Vid = 1;

    // Inventory.
    public const int Counter = 2;
    public const int InventoryNonce = 3;
    public const int MadeMs = 4;
    public const int Reports = 5;

    // EcuReport.
    public const int Serial = 2;
    public const int Hardware = 3;
    public const int Role = 4;
    public const int Image = 5;
    public const int Version = 6;
    public const int Digest = 7;
    public const int Length = 8;
    public const int ReportNonce = 9;
}

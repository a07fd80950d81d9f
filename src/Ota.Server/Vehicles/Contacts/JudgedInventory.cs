using Ota.Core.Vehicles.Inventories;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>An inventory that was verified before its transaction, so that signatures hold no lock.</summary>
/// <param name="Digest">SHA-256 of its bytes, lower-case hexadecimal.</param>
/// <param name="Verdict">Null if these bytes were proven before.</param>
/// <param name="Basis">What it was verified with: if that is not the same in the transaction, the verdict means nothing.</param>
internal sealed record JudgedInventory(string Digest, InventoryVerdict? Verdict, string Basis);

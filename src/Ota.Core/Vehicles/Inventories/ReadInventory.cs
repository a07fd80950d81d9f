namespace Ota.Core.Vehicles.Inventories;

/// <summary>An inventory as it was sent; nothing of it is believed yet.</summary>
/// <param name="Vid">The 16 bytes of the vid that it was made for.</param>
/// <param name="Counter">The primary's counter.</param>
/// <param name="Nonce">Empty, or what the backend asked for.</param>
/// <param name="Reports">In the order of the message.</param>
internal sealed record ReadInventory(ReadOnlyMemory<byte> Vid, ulong Counter, ReadOnlyMemory<byte> Nonce, IReadOnlyList<SignedPart> Reports);

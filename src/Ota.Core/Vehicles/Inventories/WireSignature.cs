namespace Ota.Core.Vehicles.Inventories;

/// <summary>A signature as it was sent.</summary>
/// <param name="KeyId">SHA-256 of the key that is said to have made it.</param>
/// <param name="Value">The signature.</param>
/// <param name="PublicKey">That key, or empty.</param>
internal sealed record WireSignature(ReadOnlyMemory<byte> KeyId, ReadOnlyMemory<byte> Value, ReadOnlyMemory<byte> PublicKey);

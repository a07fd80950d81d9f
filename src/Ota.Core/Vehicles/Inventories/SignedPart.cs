namespace Ota.Core.Vehicles.Inventories;

/// <summary>Bytes with what a key says of them.</summary>
/// <param name="Content">The bytes that were signed.</param>
/// <param name="Signature">Null if there is none.</param>
internal sealed record SignedPart(ReadOnlyMemory<byte> Content, WireSignature? Signature);

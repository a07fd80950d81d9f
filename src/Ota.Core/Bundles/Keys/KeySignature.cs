namespace Ota.Core.Bundles.Keys;

/// <summary>A signature and the key that is said to have made it.</summary>
/// <param name="KeyId">Whose.</param>
/// <param name="Value">The raw signature.</param>
public sealed record KeySignature(KeyId KeyId, byte[] Value);

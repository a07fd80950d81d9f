namespace Ota.Core.Bundles.Keys;

/// <summary>What the signatures on a file are worth to a role.</summary>
/// <param name="Valid">Different keys of the role that signed these bytes.</param>
/// <param name="Threshold">How many must have.</param>
/// <param name="LacksLibrary">Whether a signature could not be looked at, because it is Ed25519 and there is no libcrypto 3.</param>
public sealed record SignatureTally(int Valid, int Threshold, bool LacksLibrary)
{
    /// <summary>Whether enough keys signed.</summary>
    public bool IsMet => Valid >= Threshold;
}

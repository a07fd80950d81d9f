namespace Ota.Core.Bundles.Keys;

/// <summary>What is known of a signature after looking at it. Everything but <see cref="Valid"/> counts for nothing.</summary>
public enum SignatureVerdict
{
    /// <summary>The key made it over these bytes.</summary>
    Valid = 1,

    /// <summary>The key did not, or the signature has no form.</summary>
    Invalid,

    /// <summary>The key's scheme is unknown, or its public value is none that the scheme may have.</summary>
    UnusableKey,

    /// <summary>The scheme is Ed25519 and this machine has no libcrypto 3, so nothing is known.</summary>
    NoLibrary,
}

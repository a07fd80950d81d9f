namespace Ota.Core.Bundles.Keys;

/// <summary>How a signature is made. The names in files are those of TUF 4.2.</summary>
public enum KeyScheme
{
    /// <summary>A scheme that this code does not know. Its signatures count for nothing, but its keys do not spoil a file.</summary>
    Unknown = 0,

    /// <summary>rsassa-pss-sha256 with 2048, 3072 or 4096 bits: the one scheme that every client known to us accepts.</summary>
    RsaPssSha256,

    /// <summary>ecdsa-sha2-nistp256; signatures as DER.</summary>
    EcdsaP256Sha256,

    /// <summary>ed25519 (RFC 8032, pure).</summary>
    Ed25519,
}

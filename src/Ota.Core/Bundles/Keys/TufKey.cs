using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Keys;

/// <summary>A public key as signed files have it (TUF 4.2), with all its members, since they are signed too.</summary>
public sealed class TufKey
{
    /// <summary>The name of the scheme <see cref="KeyScheme.RsaPssSha256"/> in files.</summary>
    public const string RsaPss = "rsassa-pss-sha256";

    /// <summary>The name of the scheme <see cref="KeyScheme.EcdsaP256Sha256"/> in files.</summary>
    public const string EcdsaP256 = "ecdsa-sha2-nistp256";

    /// <summary>The name of the scheme <see cref="KeyScheme.Ed25519"/> in files, and its key type.</summary>
    public const string Ed25519Name = "ed25519";

    private readonly PublicKeyMaterial? _material;

    private TufKey(KeyId id, KeyScheme scheme, PublicKeyMaterial? material, JsonObject members)
    {
        Id = id;
        Scheme = scheme;
        Members = members;
        _material = material;
    }

    /// <summary>The computed id.</summary>
    public KeyId Id { get; }

    /// <summary>How the key signs.</summary>
    public KeyScheme Scheme { get; }

    /// <summary>The key as it stands in a file.</summary>
    public JsonObject Members { get; }

    /// <summary>
    /// Names the key itself: two texts of one key, such as PEM with and without a last line end, have two ids and one fingerprint, and
    /// count once in a threshold. Null if the scheme or the value is unknown; such a key counts for nothing.
    /// </summary>
    public string? Fingerprint => _material?.Fingerprint;

    /// <summary>Makes a key of its public value.</summary>
    /// <param name="scheme">A known scheme.</param>
    /// <param name="value">PEM; for Ed25519 also 64 hexadecimal digits.</param>
    /// <returns>The key, or null if the value is none that the scheme may have.</returns>
    public static TufKey? TryMake(KeyScheme scheme, string value)
    {
        (string type, string name) = scheme switch
        {
            KeyScheme.RsaPssSha256 => ("rsa", RsaPss),
            KeyScheme.EcdsaP256Sha256 => ("ecdsa", EcdsaP256),
            _ => (Ed25519Name, Ed25519Name),
        };
        JsonObject members = JsonObject.Of(
            ("keytype", new JsonText(type)),
            ("scheme", new JsonText(name)),
            ("keyval", JsonObject.Of(("public", new JsonText(value)))));
        return TryRead(members) is { Fingerprint: not null } key ? key : null;
    }

    /// <summary>Reads a key from a file.</summary>
    /// <param name="members">Anything.</param>
    /// <returns>The key, which may be one that this code cannot use; null if the members have not the form of a key.</returns>
    public static TufKey? TryRead(JsonObject members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members["keytype"] is not JsonText type || members["scheme"] is not JsonText name) return null;
        if (members["keyval"] is not JsonObject value || value["public"] is not JsonText text) return null;
        KeyScheme scheme = SchemeOf(type.Value, name.Value);
        return new TufKey(KeyId.Of(type, name, value), scheme, PublicKeyMaterial.TryRead(scheme, text.Value), members);
    }

    /// <summary>Checks a signature.</summary>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">Anything.</param>
    public SignatureVerdict Verify(byte[] data, byte[] signature) =>
        _material?.Verify(data, signature) ?? SignatureVerdict.UnusableKey;

    // "ecdsa-sha2-nistp256" is also an older name of the key type.
    private static KeyScheme SchemeOf(string type, string scheme) => (type, scheme) switch
    {
        ("rsa", RsaPss) => KeyScheme.RsaPssSha256,
        ("ecdsa" or EcdsaP256, EcdsaP256) => KeyScheme.EcdsaP256Sha256,
        (Ed25519Name, Ed25519Name) => KeyScheme.Ed25519,
        _ => KeyScheme.Unknown,
    };
}

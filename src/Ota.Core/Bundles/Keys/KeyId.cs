using System.Security.Cryptography;
using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Keys;

/// <summary>
/// The name of a key in signed files: the SHA-256 of its canonical form, 64 lower-case hexadecimal digits (TUF 4.2, Uptane 5.2.1). It
/// is recomputed whenever a key is read (TUF 4.3), so no file can give a key the name of another.
/// </summary>
public readonly record struct KeyId
{
    private KeyId(string value) => Value = value;

    /// <summary>The text form.</summary>
    public string Value { get; }

    /// <summary>Parses the text form.</summary>
    /// <param name="text">Anything.</param>
    /// <returns>The id, or null if the text is none.</returns>
    public static KeyId? TryParse(string? text) =>
        text is { Length: 2 * SHA256.HashSizeInBytes } && text.All(char.IsAsciiHexDigitLower) ? new KeyId(text) : null;

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>The id of a key: over key type, scheme and value; other members say nothing about what the key can do.</summary>
    internal static KeyId Of(JsonValue keyType, JsonValue scheme, JsonValue value)
    {
        JsonObject named = JsonObject.Of(("keytype", keyType), ("scheme", scheme), ("keyval", value));
        return new KeyId(Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Encode(named))));
    }
}

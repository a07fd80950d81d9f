using System.Buffers;
using System.Globalization;
using System.Text;
using Ota.Core.Bundles.Json;

namespace Ota.Cli.Signing;

/// <summary>
/// Reads the bytes that are signed. Canonical JSON is not quite JSON: a line end within a text, as every PEM key has, is a raw byte there.
/// </summary>
internal static class CanonicalBytes
{
    /// <returns>The object, or null if the bytes are not exactly the canonical form of one.</returns>
    public static JsonObject? TryRead(ReadOnlySpan<byte> bytes, JsonLimits limits)
    {
        if (bytes.Length > limits.MaxBytes) return null;
        ArrayBufferWriter<byte> json = new(bytes.Length + 1);
        foreach (byte one in bytes)
        {
            if (one >= ' ') json.Write([one]);
            else json.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}")));
        }

        JsonLimits escaped = limits with { MaxBytes = json.WrittenCount };
        return StrictJson.TryRead(json.WrittenSpan, escaped, out _) is JsonObject read && CanonicalJson.Encode(read).AsSpan().SequenceEqual(bytes)
            ? read
            : null;
    }
}

using System.Text;
using System.Text.Unicode;

namespace Ota.Mqtt;

/// <summary>The rules for UTF-8 encoded strings (1.5.4).</summary>
internal static class MqttText
{
    /// <summary>Throws for lone surrogates, which have no encoding; a byte order mark is a character like any other.</summary>
    public static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>MQTT-1.5.4-1 (well-formed, no surrogates) and MQTT-1.5.4-2 (no U+0000).</summary>
    public static bool IsValid(ReadOnlySpan<byte> text) => !text.Contains((byte)0) && Utf8.IsValid(text);

    public static void Check(ReadOnlySpan<byte> text)
    {
        if (!IsValid(text))
            Refuse.Malformed("A string is not well-formed UTF-8 or has the character U+0000 (MQTT-1.5.4-1, MQTT-1.5.4-2).");
    }

    /// <summary>MQTT-1.5.4-3: a leading U+FEFF stays in the string.</summary>
    public static string Decode(ReadOnlySpan<byte> text)
    {
        Check(text);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>The encoded size without the length prefix; throws for what cannot be encoded.</summary>
    public static int Measure(string text)
    {
        int size = Strict.GetByteCount(text);
        if (size > ushort.MaxValue)
            throw new ArgumentException("A string is longer than 65,535 bytes in UTF-8.", nameof(text));
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A string has the character U+0000 (MQTT-1.5.4-2).", nameof(text));
        return size;
    }
}

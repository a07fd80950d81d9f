using System.Buffers;
using System.Text;

namespace Ota.Core.Bundles.Json;

/// <summary>
/// The form in which files are published: JSON by RFC 8259 with sorted members, no white space and ASCII only, letter for letter as
/// jsoncpp writes it. A client that hashes the file and one that hashes its own rendering of the document then find the same.
/// </summary>
public static class PublishedJson
{
    private const string HexDigits = "0123456789abcdef";

    /// <summary>The bytes of a value.</summary>
    public static byte[] Encode(JsonValue value) => CompactJson.Encode(value, WriteText);

    private static void WriteText(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        while (FirstEscaped(text) is int special and >= 0)
        {
            Encoding.ASCII.GetBytes(text[..special], output);
            WriteEscaped(text[special], output);
            text = text[(special + 1)..];
        }

        Encoding.ASCII.GetBytes(text, output);
    }

    private static int FirstEscaped(ReadOnlySpan<char> text)
    {
        int outside = text.IndexOfAnyExceptInRange(' ', '\x7f');
        int special = text.IndexOfAny('\\', '"');
        return outside < 0 ? special : special < 0 ? outside : Math.Min(outside, special);
    }

    private static void WriteEscaped(char c, IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> shortForm = c switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\b' => "\\b"u8,
            '\f' => "\\f"u8,
            '\n' => "\\n"u8,
            '\r' => "\\r"u8,
            '\t' => "\\t"u8,
            _ => [(byte)'\\', (byte)'u', Digit(c >> 12), Digit(c >> 8), Digit(c >> 4), Digit(c)],
        };
        output.Write(shortForm);
    }

    private static byte Digit(int value) => (byte)HexDigits[value & 0xf];
}

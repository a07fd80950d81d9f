using System.Buffers;
using System.Text;

namespace Ota.Core.Bundles.Json;

/// <summary>
/// OLPC canonical JSON, the form over which dialect T signs: members sorted, no white space, texts as raw UTF-8 with only \ and "
/// escaped. A line end within a text, as every PEM key has, stays a raw byte, so this form is not JSON as RFC 8259 has it and is
/// never published; see <see cref="PublishedJson"/>.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The canonical bytes of a value.</summary>
    public static byte[] Encode(JsonValue value) => CompactJson.Encode(value, WriteText);

    private static void WriteText(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        while (text.IndexOfAny('\\', '"') is int special and >= 0)
        {
            Encoding.UTF8.GetBytes(text[..special], output);
            output.Write(text[special] == '"' ? "\\\""u8 : "\\\\"u8);
            text = text[(special + 1)..];
        }

        Encoding.UTF8.GetBytes(text, output);
    }
}

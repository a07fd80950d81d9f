using System.Buffers;
using System.Buffers.Text;

namespace Ota.Core.Bundles.Json;

/// <summary>What both forms share: sorted members and no white space. They differ in how they write a text.</summary>
internal static class CompactJson
{
    private const int MostDigits = 20;
    private const int UsualSize = 4096; // Of a document for one vehicle, so that the buffer grows for larger ones only.
    private const int MostKept = 1 << 16;

    // Each thread's own; taken while it is used, so that nothing is shared even if a writer of texts should encode something itself.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? Kept;

    public delegate void TextWriter(ReadOnlySpan<char> text, IBufferWriter<byte> output);

    public static byte[] Encode(JsonValue value, TextWriter writeText)
    {
        ArrayBufferWriter<byte> output = Kept ?? new(UsualSize);
        Kept = null;
        Write(value, writeText, output);
        byte[] bytes = output.WrittenSpan.ToArray();
        output.ResetWrittenCount();
        if (output.Capacity <= MostKept) Kept = output;
        return bytes;
    }

    private static void Write(JsonValue value, TextWriter writeText, ArrayBufferWriter<byte> output)
    {
        switch (value)
        {
            case JsonText text: WriteText(text.Value, writeText, output); break;
            case JsonInteger integer: WriteInteger(integer.Value, output); break;
            case JsonBoolean boolean: output.Write(boolean.Value ? "true"u8 : "false"u8); break;
            case JsonArray array: WriteArray(array, writeText, output); break;
            case JsonObject members: WriteObject(members, writeText, output); break;
            default: output.Write("null"u8); break;
        }
    }

    private static void WriteObject(JsonObject members, TextWriter writeText, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        for (int i = 0; i < members.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            WriteText(members.Names[i], writeText, output);
            output.Write(":"u8);
            Write(members.Values[i], writeText, output);
        }

        output.Write("}"u8);
    }

    private static void WriteArray(JsonArray array, TextWriter writeText, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        for (int i = 0; i < array.Items.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            Write(array.Items[i], writeText, output);
        }

        output.Write("]"u8);
    }

    private static void WriteText(string text, TextWriter writeText, ArrayBufferWriter<byte> output)
    {
        output.Write("\""u8);
        writeText(text, output);
        output.Write("\""u8);
    }

    private static void WriteInteger(long value, ArrayBufferWriter<byte> output)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(MostDigits), out int written);
        output.Advance(written);
    }
}

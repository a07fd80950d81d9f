using System.Buffers;
using System.Buffers.Text;

namespace Ota.Core.Bundles.Json;

/// <summary>What both forms share: sorted members and no white space. They differ in how they write a text.</summary>
internal static class CompactJson
{
    private const int MostDigits = 20;

    public delegate void TextWriter(ReadOnlySpan<char> text, IBufferWriter<byte> output);

    public static byte[] Encode(JsonValue value, TextWriter writeText)
    {
        ArrayBufferWriter<byte> output = new();
        Write(value, writeText, output);
        return output.WrittenSpan.ToArray();
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
        bool isFirst = true;
        foreach ((string name, JsonValue value) in members.Members)
        {
            if (!isFirst) output.Write(","u8);
            isFirst = false;
            WriteText(name, writeText, output);
            output.Write(":"u8);
            Write(value, writeText, output);
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

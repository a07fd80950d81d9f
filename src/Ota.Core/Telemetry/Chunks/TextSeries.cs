using System.Text;

namespace Ota.Core.Telemetry.Chunks;

/// <summary>Texts as a list of the different ones and an integer series of places in it.</summary>
internal static class TextSeries
{
    /// <summary>The most bytes that these texts take.</summary>
    public static int MaxSize(ReadOnlySpan<string> texts)
    {
        long size = ByteWriter.LongestNumber + IntegerSeries.MaxSize(texts.Length);
        foreach (string text in texts) size += ByteWriter.LongestNumber + Encoding.UTF8.GetByteCount(text);
        return checked((int)size);
    }

    public static void Write(ReadOnlySpan<string> texts, Dictionary<string, int> places, ChunkScratch scratch, ref ByteWriter output)
    {
        places.Clear();
        Span<long> indexes = scratch.Scaled(texts.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            places.TryAdd(texts[i], places.Count);
            indexes[i] = places[texts[i]];
        }
        output.Number((ulong)places.Count);
        foreach (string text in places.Keys) // In the order of adding, since nothing is ever removed.
        {
            output.Number((ulong)Encoding.UTF8.GetByteCount(text));
            output.Skip(Encoding.UTF8.GetBytes(text, output.Rest));
        }
        IntegerSeries.Write(indexes, scratch, ref output);
    }

    /// <exception cref="ChunkFormatException">The bytes are no series of so many texts.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, Span<long> places, Span<string> texts)
    {
        ByteReader input = new(bytes);
        string[] known = new string[input.Count(Math.Min(texts.Length, bytes.Length), "Different texts")];
        for (int i = 0; i < known.Length; i++) known[i] = Encoding.UTF8.GetString(input.Bytes(input.Count(bytes.Length, "Length of a text")));
        IntegerSeries.Read(ref input, places);
        if (input.Rest.Length > 0) throw new ChunkFormatException("A column has bytes beyond its values.");
        for (int i = 0; i < texts.Length; i++)
        {
            if ((ulong)places[i] >= (ulong)known.Length) throw new ChunkFormatException("A text is not in the list of its column.");
            texts[i] = known[places[i]];
        }
    }
}

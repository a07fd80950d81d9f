using System.Runtime.InteropServices;
using System.Text;

namespace Ota.Server.Storage;

/// <summary>One object for equal texts that come again and again: kinds of hardware, digests of images. It keeps a few hundred, the latest ones.</summary>
internal sealed class TextPool
{
    private const int PlaceBits = 9;
    private const ulong Mixer = 0x9E3779B97F4A7C15; // 2^64 by the golden ratio: spreads the differences of short texts over the upper bits.

    private readonly string?[] _texts = new string[1 << PlaceBits];

    /// <param name="text">UTF-8.</param>
    public string Of(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0) return "";
        ref string? kept = ref _texts[PlaceOf(text)];
        // What is not ASCII never equals, and is made anew.
        if (kept is null || !Ascii.Equals(text, kept)) kept = Encoding.UTF8.GetString(text);
        return kept;
    }

    public string Of(string text)
    {
        if (text.Length == 0) return "";
        ref string? kept = ref _texts[PlaceOf(MemoryMarshal.AsBytes(text.AsSpan()))];
        if (kept != text) kept = text;
        return kept;
    }

    private static int PlaceOf(ReadOnlySpan<byte> text)
    {
        ulong mixed = (ulong)text.Length;
        ReadOnlySpan<ulong> eights = MemoryMarshal.Cast<byte, ulong>(text);
        foreach (ulong eight in eights) mixed = (mixed ^ eight) * Mixer;
        foreach (byte one in text[(eights.Length * sizeof(ulong))..]) mixed = (mixed ^ one) * Mixer;
        return (int)(mixed >> (64 - PlaceBits));
    }
}

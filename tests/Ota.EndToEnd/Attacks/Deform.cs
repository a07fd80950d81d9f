using System.Text;
using System.Text.Json.Nodes;

namespace Ota.EndToEnd.Attacks;

/// <summary>What somebody on the line can do to a file without any key.</summary>
internal static class Deform
{
    /// <summary>One bit of what is signed: the file would be good for ten years more, or less.</summary>
    public static byte[] FlipSignedBit(byte[] file)
    {
        ReadOnlySpan<byte> expires = "\"expires\":\"20"u8;
        return FlipBit(file, file.AsSpan().IndexOf(expires) + expires.Length);
    }

    public static byte[] FlipBit(byte[] file) => FlipBit(file, file.Length / 2);

    public static byte[] Truncate(byte[] file) => file[..(file.Length / 2)];

    public static byte[] StripSignatures(byte[] file) => WithSignatures(file, _ => []);

    /// <summary>One signature, as often as there were different ones, and twice at least.</summary>
    public static byte[] DuplicateSignature(byte[] file) =>
        WithSignatures(file, signatures => Enumerable.Repeat(signatures[0], Math.Max(2, signatures.Length)));

    private static byte[] FlipBit(byte[] file, int index)
    {
        byte[] changed = [.. file];
        changed[index] ^= 1;
        return changed;
    }

    private static byte[] WithSignatures(byte[] file, Func<JsonNode[], IEnumerable<JsonNode>> change)
    {
        JsonObject read = JsonNode.Parse(file)!.AsObject();
        JsonNode[] signatures = [.. read["signatures"]!.AsArray().Select(one => one!)];
        read["signatures"] = new JsonArray([.. change(signatures).Select(one => one.DeepClone())]);
        return Encoding.UTF8.GetBytes(read.ToJsonString());
    }
}

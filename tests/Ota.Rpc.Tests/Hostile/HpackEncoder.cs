using System.Text;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>Header blocks of literals without indexing (RFC 7541, 6.2.2): all that a client needs to send.</summary>
internal static class HpackEncoder
{
    public static byte[] Encode(IEnumerable<(string Name, string Value)> headers)
    {
        List<byte> block = [];
        foreach ((string name, string value) in headers)
        {
            block.Add(0);
            AddText(block, name);
            AddText(block, value);
        }
        return [.. block];
    }

    private static void AddText(List<byte> block, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        AddLength(block, bytes.Length);
        block.AddRange(bytes);
    }

    /// <summary>RFC 7541, 5.1, with a prefix of seven bits.</summary>
    private static void AddLength(List<byte> block, int length)
    {
        if (length < 127)
        {
            block.Add((byte)length);
            return;
        }
        block.Add(127);
        for (length -= 127; length >= 128; length >>= 7)
            block.Add((byte)(length | 0x80));
        block.Add((byte)length);
    }
}

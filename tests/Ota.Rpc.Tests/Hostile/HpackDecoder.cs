using System.Text;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>Reads header blocks with the static table, a dynamic table and Huffman codes (RFC 7541).</summary>
internal sealed class HpackDecoder
{
    private static readonly (string Name, string Value)[] StaticTable = [.. """
        :authority|:method:GET|:method:POST|:path:/|:path:/index.html|:scheme:http|:scheme:https|:status:200|:status:204|:status:206|
        :status:304|:status:400|:status:404|:status:500|accept-charset|accept-encoding:gzip, deflate|accept-language|accept-ranges|accept|
        access-control-allow-origin|age|allow|authorization|cache-control|content-disposition|content-encoding|content-language|
        content-length|content-location|content-range|content-type|cookie|date|etag|expect|expires|from|host|if-match|if-modified-since|
        if-none-match|if-range|if-unmodified-since|last-modified|link|location|max-forwards|proxy-authenticate|proxy-authorization|range|
        referer|refresh|retry-after|server|set-cookie|strict-transport-security|transfer-encoding|user-agent|vary|via|www-authenticate
        """.ReplaceLineEndings("").Split('|').Select(Entry)];

    /// <summary>Newest first. The peer is told to keep to the default size, which no test reaches.</summary>
    private readonly List<(string Name, string Value)> _dynamicTable = [];

    public static int StaticEntries => StaticTable.Length;

    public List<(string Name, string Value)> Decode(ReadOnlySpan<byte> block)
    {
        List<(string Name, string Value)> headers = [];
        while (block.Length > 0)
        {
            byte first = block[0];
            if (first >= 0x80)
            {
                headers.Add(At(TakeInteger(ref block, 7)));
            }
            else if (first is >= 0x20 and < 0x40)
            {
                TakeInteger(ref block, 5); // A new size of the dynamic table: never smaller than what the tests use.
            }
            else
            {
                bool indexed = first >= 0x40;
                int name = TakeInteger(ref block, indexed ? 6 : 4);
                (string Name, string Value) header = (name == 0 ? TakeText(ref block) : At(name).Name, TakeText(ref block));
                if (indexed)
                    _dynamicTable.Insert(0, header);
                headers.Add(header);
            }
        }
        return headers;
    }

    private (string Name, string Value) At(int index) =>
        index <= StaticTable.Length ? StaticTable[index - 1] : _dynamicTable[index - StaticTable.Length - 1];

    private static int TakeInteger(ref ReadOnlySpan<byte> block, int prefix)
    {
        int mask = (1 << prefix) - 1;
        int value = block[0] & mask;
        block = block[1..];
        if (value < mask)
            return value;
        for (int shift = 0; ; shift += 7)
        {
            byte next = block[0];
            block = block[1..];
            value += (next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private static string TakeText(ref ReadOnlySpan<byte> block)
    {
        bool huffman = block[0] >= 0x80;
        int length = TakeInteger(ref block, 7);
        ReadOnlySpan<byte> bytes = block[..length];
        block = block[length..];
        return huffman ? HpackHuffman.Decode(bytes) : Encoding.UTF8.GetString(bytes);
    }

    private static (string Name, string Value) Entry(string line)
    {
        line = line.Trim();
        int colon = line.IndexOf(':', 1);
        return colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..]);
    }
}

using System.Text;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>
/// Huffman-coded strings (RFC 7541, 5.2). The code of Appendix B is canonical, so the lengths of the codes are all of it: codes
/// count up by length, and by symbol within a length.
/// </summary>
internal static class HpackHuffman
{
    private const int LongestPadding = 7;

    /// <summary>The length in bits of the code of each octet, then of EOS.</summary>
    private static readonly byte[] Lengths =
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    private static readonly Dictionary<(int Length, uint Code), int> Symbols = Assign();

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new();
        uint code = 0;
        int length = 0;
        foreach (byte b in bytes)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                code = (code << 1) | (uint)((b >> bit) & 1);
                if (++length > 30)
                    throw new InvalidDataException("No Huffman code is longer than 30 bits.");
                if (!Symbols.TryGetValue((length, code), out int symbol))
                    continue;
                text.Append((char)symbol);
                (code, length) = (0, 0);
            }
        }
        return length <= LongestPadding && code == (1u << length) - 1
            ? text.ToString()
            : throw new InvalidDataException("The padding is not the beginning of EOS.");
    }

    private static Dictionary<(int Length, uint Code), int> Assign()
    {
        Dictionary<(int Length, uint Code), int> symbols = [];
        uint code = 0;
        int before = 0;
        foreach (int symbol in Enumerable.Range(0, Lengths.Length).OrderBy(symbol => Lengths[symbol]).ThenBy(symbol => symbol))
        {
            code <<= Lengths[symbol] - before;
            before = Lengths[symbol];
            symbols[(before, code++)] = symbol;
        }
        return symbols;
    }
}

using System.Runtime.CompilerServices;

namespace Ota.Core.Telemetry.Batches;

/// <summary>
/// A canonical Huffman code (RFC 1951 3.2.2). Codes of up to so many bits are one look-up; longer ones, which are rare by construction,
/// are found by their length.
/// </summary>
/// <param name="fastBits">How many, up to 9. Each one more doubles the table, which has to be made for each batch.</param>
internal sealed class HuffmanTable(int fastBits)
{
    private const int LongestCode = 15;
    private const int MostFastBits = 9;

    // Huffman codes come highest bit first, everything else lowest first (RFC 1951 3.1.1).
    private static readonly ushort[] Reversed = MakeReversed();

    // Each: symbol << 4 | length; 0 where no code begins so, or a longer one does.
    private readonly ushort[] _fast = new ushort[1 << fastBits];
    private readonly ushort[] _sorted = new ushort[288];
    private readonly ushort[] _counts = new ushort[LongestCode + 1];

    /// <summary>Makes the table from the code lengths of the symbols, 0 being no code.</summary>
    /// <returns>False if the lengths are of more codes than fit. Fewer are allowed: zlib writes a single distance so.</returns>
    public bool TryMake(ReadOnlySpan<byte> lengths)
    {
        Span<ushort> counts = _counts;
        counts.Clear();
        foreach (byte length in lengths) counts[length]++;
        counts[0] = 0;
        Span<ushort> codes = stackalloc ushort[LongestCode + 1];
        Span<ushort> places = stackalloc ushort[LongestCode + 1];
        int code = 0;
        int place = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            code = (code + counts[length - 1]) << 1;
            if (code + counts[length] > 1 << length) return false;
            codes[length] = (ushort)code;
            places[length] = (ushort)place;
            place += counts[length];
        }

        Span<ushort> fast = _fast;
        fast.Clear();
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length == 0) continue;
            _sorted[places[length]++] = (ushort)symbol;
            int own = codes[length]++;
            if (length > fastBits) continue;
            int step = 1 << length;
            ushort entry = (ushort)((symbol << 4) | length);
            for (int i = Reversed[own] >> (MostFastBits - length); i < fast.Length; i += step) fast[i] = entry;
        }

        return true;
    }

    /// <summary>Takes the next symbol; -1 if the bits are no code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Read(ref BitSource bits)
    {
        ulong next = bits.Peek();
        int entry = _fast[(int)next & (_fast.Length - 1)];
        if (entry == 0) return ReadLong(ref bits, next);
        bits.Skip(entry & 15);
        return entry >> 4;
    }

    private int ReadLong(ref BitSource bits, ulong next)
    {
        int code = 0;
        int first = 0;
        int place = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            code |= (int)(next & 1);
            next >>= 1;
            int count = _counts[length];
            if (code - first < count)
            {
                bits.Skip(length);
                return _sorted[place + code - first];
            }

            place += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        return -1;
    }

    private static ushort[] MakeReversed()
    {
        ushort[] reversed = new ushort[1 << MostFastBits];
        for (int code = 0; code < reversed.Length; code++)
        {
            for (int bit = 0; bit < MostFastBits; bit++) reversed[code] |= (ushort)(((code >> bit) & 1) << (MostFastBits - 1 - bit));
        }

        return reversed;
    }
}

using System.Buffers.Binary;

namespace Ota.Core.Telemetry.Batches;

/// <summary>
/// Inflates raw deflate (RFC 1951) from one span into another. The streams of the class library would allocate and start zlib for
/// each batch; this makes its two tables in memory that it keeps, and cannot write past the room it is given.
/// </summary>
internal sealed class Inflater
{
    private const int EndOfBlock = 256;

    private static readonly ushort[] LengthBase =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static readonly byte[] LengthExtra =
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static readonly ushort[] DistanceBase =
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
        16385, 24577,
    ];

    private static readonly byte[] DistanceExtra =
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    private static readonly byte[] LengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly HuffmanTable _literals = new(9);
    private readonly HuffmanTable _distances = new(7);
    private readonly HuffmanTable _lengths = new(7);

    /// <summary>Inflates everything.</summary>
    /// <param name="source">Deflate, whole; bytes after its end are a mistake.</param>
    /// <param name="destination">The room; a result that is not exactly as long is a mistake.</param>
    public bool TryInflate(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        BitSource bits = new(source);
        int written = 0;
        bool last;
        do
        {
            last = bits.Take(1) == 1;
            bool read = bits.Take(2) switch
            {
                0 => TryCopyStored(ref bits, destination, ref written),
                1 => TryMakeFixed() && TryInflateBlock(ref bits, destination, ref written),
                2 => TryMakeDynamic(ref bits) && TryInflateBlock(ref bits, destination, ref written),
                _ => false,
            };
            if (!read || bits.IsOverrun) return false;
        }
        while (!last);

        return written == destination.Length && bits.IsAtEnd;
    }

    private static bool TryCopyStored(ref BitSource bits, Span<byte> destination, ref int written)
    {
        ReadOnlySpan<byte> rest = bits.TakeAligned();
        if (rest.Length < 4) return false;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        if ((length ^ BinaryPrimitives.ReadUInt16LittleEndian(rest[2..])) != 0xFFFF) return false;
        if (length > rest.Length - 4 || length > destination.Length - written) return false;
        rest.Slice(4, length).CopyTo(destination[written..]);
        written += length;
        bits.Drop(4 + length);
        return true;
    }

    private bool TryMakeFixed()
    {
        Span<byte> lengths = stackalloc byte[288];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        Span<byte> distances = stackalloc byte[30];
        distances.Fill(5);
        return _literals.TryMake(lengths) && _distances.TryMake(distances);
    }

    // RFC 1951 3.2.7.
    private bool TryMakeDynamic(ref BitSource bits)
    {
        int literals = bits.Take(5) + 257;
        int distances = bits.Take(5) + 1;
        int count = bits.Take(4) + 4;
        if (literals > 286 || distances > 30) return false;
        Span<byte> lengths = stackalloc byte[286 + 30];
        lengths[..LengthOrder.Length].Clear();
        for (int i = 0; i < count; i++) lengths[LengthOrder[i]] = (byte)bits.Take(3);
        if (!_lengths.TryMake(lengths[..LengthOrder.Length])) return false;
        return TryReadLengths(ref bits, lengths[..(literals + distances)])
            && lengths[EndOfBlock] > 0
            && _literals.TryMake(lengths[..literals])
            && _distances.TryMake(lengths.Slice(literals, distances));
    }

    private bool TryReadLengths(ref BitSource bits, scoped Span<byte> lengths)
    {
        int at = 0;
        while (at < lengths.Length)
        {
            int symbol = _lengths.Read(ref bits);
            if (symbol < 0 || bits.IsOverrun) return false;
            if (symbol < 16)
            {
                lengths[at++] = (byte)symbol;
                continue;
            }

            if (symbol == 16 && at == 0) return false;
            byte repeated = symbol == 16 ? lengths[at - 1] : (byte)0;
            int times = symbol switch { 16 => 3 + bits.Take(2), 17 => 3 + bits.Take(3), _ => 11 + bits.Take(7) };
            if (times > lengths.Length - at) return false;
            lengths.Slice(at, times).Fill(repeated);
            at += times;
        }

        return true;
    }

    private bool TryInflateBlock(ref BitSource bits, Span<byte> destination, ref int written)
    {
        int at = written;
        while (true)
        {
            int symbol = _literals.Read(ref bits);
            if (symbol < EndOfBlock)
            {
                if (symbol < 0 || at == destination.Length) return false;
                destination[at++] = (byte)symbol;
                continue;
            }

            if (symbol == EndOfBlock)
            {
                written = at;
                return true;
            }

            if (symbol - 257 >= LengthBase.Length) return false;
            int length = LengthBase[symbol - 257] + bits.Take(LengthExtra[symbol - 257]);
            int code = _distances.Read(ref bits);
            if ((uint)code >= (uint)DistanceBase.Length || bits.IsOverrun) return false;
            int distance = DistanceBase[code] + bits.Take(DistanceExtra[code]);
            if (distance > at || length > destination.Length - at) return false;
            Repeat(destination, at, distance, length);
            at += length;
        }
    }

    // Source and destination may overlap: the copy then repeats what it has just written.
    private static void Repeat(Span<byte> destination, int at, int distance, int length)
    {
        if (distance >= length)
        {
            destination.Slice(at - distance, length).CopyTo(destination[at..]);
            return;
        }

        for (int i = at; i < at + length; i++) destination[i] = destination[i - distance];
    }
}

using System.Buffers.Binary;

namespace Ota.Core.Telemetry.Chunks;

/// <summary>Reads what <see cref="BitWriter"/> wrote.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> input)
{
    private readonly ReadOnlySpan<byte> _input = input;
    private readonly long _end = input.Length * 8L;
    private long _bit;

    /// <summary>Bytes begun so far.</summary>
    public readonly int BytesRead => (int)((_bit + 7) >> 3);

    /// <exception cref="ChunkFormatException">The bits end before.</exception>
    public ulong Read(int width)
    {
        if (_bit + width > _end) throw new ChunkFormatException("The packed values end too early.");
        if (width == 0) return 0;
        int at = (int)(_bit >> 3);
        int shift = (int)_bit & 7;
        ulong bits = Load(at) >> shift;
        if (width > 64 - shift) bits |= (ulong)_input[at + 8] << (64 - shift);
        _bit += width;
        return width == 64 ? bits : bits & ((1UL << width) - 1);
    }

    /// <summary>Reads a number behind the prefix that says its width: 0 small, 1 large, or, with a middle, 10 middle and 11 large, as they lie.</summary>
    /// <exception cref="ChunkFormatException">The bits end before.</exception>
    public ulong ReadMixed(PackedWidths widths, bool hasMiddle)
    {
        int at = (int)(_bit >> 3);
        if (at >= _input.Length) throw new ChunkFormatException("The packed values end too early.");
        ulong bits = Load(at) >> ((int)_bit & 7);
        int prefix = 1;
        int width = widths.Small;
        if ((bits & 1) != 0)
        {
            width = hasMiddle && (bits & 2) == 0 ? widths.Middle : widths.Large;
            prefix = hasMiddle ? 2 : 1;
        }
        // So many bits are there whatever the shift; a longer number is read again from behind its prefix.
        if (prefix + width > 57)
        {
            _bit += prefix;
            return Read(width);
        }
        if (_bit + prefix + width > _end) throw new ChunkFormatException("The packed values end too early.");
        _bit += prefix + width;
        return (bits >> prefix) & ((1UL << width) - 1);
    }

    private readonly ulong Load(int at)
    {
        ReadOnlySpan<byte> rest = _input[at..];
        if (rest.Length >= 8) return BinaryPrimitives.ReadUInt64LittleEndian(rest);
        ulong bits = 0;
        for (int i = 0; i < rest.Length; i++) bits |= (ulong)rest[i] << (8 * i);
        return bits;
    }
}

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

    private readonly ulong Load(int at)
    {
        ReadOnlySpan<byte> rest = _input[at..];
        if (rest.Length >= 8) return BinaryPrimitives.ReadUInt64LittleEndian(rest);
        ulong bits = 0;
        for (int i = 0; i < rest.Length; i++) bits |= (ulong)rest[i] << (8 * i);
        return bits;
    }
}

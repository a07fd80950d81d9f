using System.Buffers.Binary;

namespace Ota.Core.Telemetry.Chunks;

/// <summary>Reads what <see cref="ByteWriter"/> wrote, and refuses what it cannot have written.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> input)
{
    private readonly ReadOnlySpan<byte> _input = input;

    public int Position { get; private set; }

    public readonly ReadOnlySpan<byte> Rest => _input[Position..];

    public byte Byte()
    {
        if (Position == _input.Length) throw new ChunkFormatException("The chunk ends too early.");
        return _input[Position++];
    }

    public ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            if (shift == 63 && next > 1) break;
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        throw new ChunkFormatException("A number is longer than 64 bits.");
    }

    public long Signed() => ZigZag.Decode(Number());

    /// <summary>A number that must not be above the limit.</summary>
    public int Count(int limit, string what)
    {
        ulong count = Number();
        if (count > (ulong)limit) throw new ChunkFormatException($"{what}: {count} is more than {limit}.");
        return (int)count;
    }

    public long Fixed() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _input.Length - Position) throw new ChunkFormatException("The chunk ends too early.");
        ReadOnlySpan<byte> bytes = _input.Slice(Position, count);
        Position += count;
        return bytes;
    }
}

using System.Buffers.Binary;

namespace Ota.Core.Telemetry.Chunks;

/// <summary>Writes whole bytes and variable-length numbers. The caller has reserved the room.</summary>
internal ref struct ByteWriter(Span<byte> output)
{
    /// <summary>What a variable-length number takes at most.</summary>
    public const int LongestNumber = 10;

    private readonly Span<byte> _output = output;

    public int Position { get; private set; }

    public readonly Span<byte> Rest => _output[Position..];

    public void Byte(byte value) => _output[Position++] = value;

    /// <summary>Seven bits a byte, lowest first, as protobuf does.</summary>
    public void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    public void Signed(long value) => Number(ZigZag.Encode(value));

    public void Fixed(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Rest, value);
        Position += 8;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Rest);
        Position += bytes.Length;
    }

    /// <summary>Overwrites a byte that was written before.</summary>
    public readonly void Patch(int position, byte value) => _output[position] = value;

    public void Skip(int bytes) => Position += bytes;
}

using System.Buffers.Binary;

namespace Ota.Core.Telemetry.Batches;

/// <summary>Writes protobuf's wire format into memory that grows and is used again.</summary>
internal sealed class WireBuffer
{
    private byte[] _bytes = new byte[1024];
    private int _count;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    public bool IsEmpty => _count == 0;

    public void Clear() => _count = 0;

    public void Varint(ulong value)
    {
        Span<byte> room = Room(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7) room[length++] = (byte)(value | 0x80);
        room[length++] = (byte)value;
        _count += length;
    }

    public void Zigzag(long value) => Varint((ulong)(value << 1) ^ (ulong)(value >> 63));

    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value);
        _count += sizeof(double);
    }

    /// <summary>A varint field; left out if 0, as proto3 does.</summary>
    public void Field(int number, ulong value)
    {
        if (value == 0) return;
        Varint((ulong)(number << 3) | WireFormat.Varint);
        Varint(value);
    }

    /// <summary>A field of bytes; left out if empty.</summary>
    public void Field(int number, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        Member(number, bytes);
    }

    /// <summary>A field of bytes that counts even if empty: a member of a repeated one.</summary>
    public void Member(int number, ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)(number << 3) | WireFormat.Bytes);
        Varint((ulong)bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        _count += bytes.Length;
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _count < count) Array.Resize(ref _bytes, 2 * (_count + count));
        return _bytes.AsSpan(_count);
    }
}

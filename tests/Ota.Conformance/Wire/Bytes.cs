using System.Buffers.Binary;
using System.Text;

namespace Ota.Conformance.Wire;

/// <summary>Builds bytes field by field (1.5). It checks nothing, so that every rule can be broken.</summary>
public sealed class Bytes
{
    private readonly List<byte> _bytes = [];

    public Bytes Byte(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    public Bytes Two(int value) => Byte(value >> 8).Byte(value);

    public Bytes Four(uint value)
    {
        byte[] four = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(four, value);
        return Raw(four);
    }

    /// <summary>A variable byte integer in its shortest form (1.5.5).</summary>
    public Bytes VarInt(uint value)
    {
        while (value > 0x7F)
        {
            Byte((int)(value & 0x7F) | 0x80);
            value >>= 7;
        }

        return Byte((int)value);
    }

    public Bytes Text(string text) => Binary(Encoding.UTF8.GetBytes(text));

    public Bytes Binary(byte[] data) => Two(data.Length).Raw(data);

    public Bytes Raw(params byte[] data)
    {
        _bytes.AddRange(data);
        return this;
    }

    public Bytes Properties(IEnumerable<byte[]> properties)
    {
        byte[] all = [.. properties.SelectMany(property => property)];
        return VarInt((uint)all.Length).Raw(all);
    }

    public byte[] ToArray() => [.. _bytes];
}

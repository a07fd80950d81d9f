using System.Buffers.Binary;
using System.Text;

namespace Ota.Conformance.Wire;

/// <summary>Reads the fields of a received body; one that does not fit is the broker's fault.</summary>
public sealed class FieldReader(byte[] body)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private int _at;

    public int Left => body.Length - _at;

    public int Byte() => Take(1)[0];

    public int Two() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint Four() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public uint VarInt()
    {
        uint value = 0;
        for (int shift = 0; shift < 28; shift += 7)
        {
            int next = Byte();
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new BrokerDeviationException("A variable byte integer has more than four bytes.");
    }

    public string Text() => Strict.GetString(Binary());

    public byte[] Binary() => Take(Two()).ToArray();

    public byte[] Rest() => Take(Left).ToArray();

    public FieldReader Part(uint length) => new(Take((int)length).ToArray());

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Left) throw new BrokerDeviationException($"A field of {count} bytes is past the end of {Convert.ToHexString(body)}.");
        _at += count;
        return body.AsSpan(_at - count, count);
    }
}

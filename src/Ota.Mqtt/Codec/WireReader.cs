using System.Buffers.Binary;

namespace Ota.Mqtt;

/// <summary>Reads the data types of 1.5 from contiguous bytes; anything that reaches past the end is a malformed packet.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Remaining => _rest.Length;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            Refuse.Malformed("A value reaches past the end of the packet.");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public int ReadVariable()
    {
        int size = VariableByteInteger.TryRead(_rest, out int value);
        if (size == 0)
            Refuse.Malformed("A variable byte integer reaches past the end of the packet.");
        if (!VariableByteInteger.IsMinimal(value, size))
            Refuse.Malformed("A variable byte integer has more bytes than it needs (MQTT-1.5.5-1).");
        _rest = _rest[size..];
        return value;
    }

    /// <summary>The bytes behind a two-byte length: binary data, or a string that is not checked yet.</summary>
    public ReadOnlySpan<byte> ReadPrefixed() => Take(ReadUInt16());

    public string ReadText() => MqttText.Decode(ReadPrefixed());

    public ReadOnlySpan<byte> ReadPropertyBlock() => Take(ReadVariable());

    /// <summary>MQTT-2.2.1-3: an identifier that must not be zero.</summary>
    public ushort ReadPacketId()
    {
        ushort id = ReadUInt16();
        if (id == 0)
            Refuse.ProtocolError("The packet identifier is zero (MQTT-2.2.1-3).");
        return id;
    }

    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
            Refuse.Malformed("The packet is longer than its content.");
    }
}

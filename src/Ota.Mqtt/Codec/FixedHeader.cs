using System.Buffers;

namespace Ota.Mqtt;

/// <summary>The first two to five bytes of a packet (2.1). Everything that they alone can break is refused before more is read.</summary>
internal readonly struct FixedHeader
{
    private const int MaxLength = 5;

    private FixedHeader(byte first, int remaining, int lengthSize)
    {
        First = first;
        Remaining = remaining;
        Length = 1 + lengthSize;
        LengthIsMinimal = VariableByteInteger.IsMinimal(remaining, lengthSize);
    }

    public byte First { get; }

    public MqttPacketType Type => (MqttPacketType)(First >> 4);

    public int Remaining { get; }

    public int Length { get; }

    public bool LengthIsMinimal { get; }

    /// <summary>False when bytes of the header are missing.</summary>
    public static bool TryRead(
        in ReadOnlySequence<byte> buffer, MqttProtocolVersion version, MqttReaderLimits limits, out FixedHeader header)
    {
        ReadOnlySpan<byte> first = buffer.FirstSpan;
        if (first.Length >= MaxLength || first.Length == buffer.Length)
            return TryRead(first, version, limits, out header);
        Span<byte> joined = stackalloc byte[MaxLength];
        int size = (int)Math.Min(MaxLength, buffer.Length);
        buffer.Slice(0, size).CopyTo(joined);
        return TryRead(joined[..size], version, limits, out header);
    }

    public static void RefuseLongLength() => Refuse.Malformed("The remaining length has more bytes than it needs (MQTT-1.5.5-1).");

    private static bool TryRead(ReadOnlySpan<byte> bytes, MqttProtocolVersion version, MqttReaderLimits limits, out FixedHeader header)
    {
        header = default;
        if (bytes.IsEmpty)
            return false;

        CheckFirstByte(bytes[0], version, limits.Sender);
        int lengthSize = VariableByteInteger.TryRead(bytes[1..], out int remaining);
        if (lengthSize == 0)
            return false;
        header = new FixedHeader(bytes[0], remaining, lengthSize);
        header.CheckLength(version, limits);
        return true;
    }

    private static void CheckFirstByte(byte first, MqttProtocolVersion version, MqttSender sender)
    {
        MqttPacketType type = (MqttPacketType)(first >> 4);
        int flags = first & 0x0F;
        switch (type)
        {
            case MqttPacketType.None:
                Refuse.Malformed("Packet type 0 is reserved (2.1.2).");
                break;
            case MqttPacketType.Publish:
                if ((flags & 0x06) == 0x06)
                    Refuse.Malformed("PUBLISH has QoS 3 (MQTT-3.3.1-4).");
                if ((flags & 0x0E) == 0x08)
                    Refuse.Malformed("PUBLISH has QoS 0 and DUP (MQTT-3.3.1-2).");
                return; // Both sides send it.
            case MqttPacketType.Pubrel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe:
                if (flags != 0x02)
                    Refuse.Malformed("The reserved flags of this packet must be 0010 (MQTT-2.1.3-1, MQTT-3.6.1-1, 3.8.1-1, 3.10.1-1).");
                break;
            case MqttPacketType.Auth when version == MqttProtocolVersion.V311:
                Refuse.Malformed("Packet type 15 is reserved in MQTT 3.1.1 (2.2.1).");
                break;
            default:
                if (flags != 0)
                    Refuse.Malformed("The reserved flags of this packet must be zero (MQTT-2.1.3-1).");
                break;
        }
        if (!MaySend(sender, type, version))
            Refuse.ProtocolError("This packet type is not sent in this direction (2.1.2).");
    }

    private void CheckLength(MqttProtocolVersion version, MqttReaderLimits limits)
    {
        if (Length + Remaining > limits.MaxPacketSize)
            Refuse.With(ReasonCode.PacketTooLarge, "The packet is larger than the limit (MQTT-3.1.2-24, MQTT-3.2.2-15).");
        // CONNECT says itself which version it is in, so its length is judged when that is known.
        if (!LengthIsMinimal && version == MqttProtocolVersion.V500 && Type != MqttPacketType.Connect)
            RefuseLongLength();
    }

    private static bool MaySend(MqttSender sender, MqttPacketType type, MqttProtocolVersion version)
    {
        return sender switch
        {
            MqttSender.Client => type is not (MqttPacketType.Connack or MqttPacketType.Suback or MqttPacketType.Unsuback
                or MqttPacketType.Pingresp),
            MqttSender.Server => type is not (MqttPacketType.Connect or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe
                or MqttPacketType.Pingreq) && (type != MqttPacketType.Disconnect || version == MqttProtocolVersion.V500),
            _ => true,
        };
    }
}

using System.Buffers;
using System.Buffers.Binary;

namespace Ota.Mqtt;

/// <summary>
/// Writes packets of MQTT 3.1.1 and 5.0. The size of a packet is known before its first byte is written, so it can be compared
/// with the receiver's maximum (MQTT-3.1.2-24, MQTT-3.2.2-15), and content that the protocol does not allow throws
/// <see cref="ArgumentException"/> before anything is written.
/// </summary>
public static class MqttWriter
{
    /// <summary>The size of an acknowledgement without properties at most.</summary>
    public const int MaxAckSize = 6;

    private const int LargestSpan = 4096; // A Kestrel block: more at once would leave the pool.

    /// <summary>The size of the packet in bytes with its fixed header.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="version">The version of the connection; CONNECT uses its own.</param>
    public static int GetSize(ControlPacket packet, MqttProtocolVersion version) => SizeOf(Count(packet, version).Position);

    /// <summary>Writes the packet and returns its size.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="version">The version of the connection; CONNECT uses its own.</param>
    public static int Write(IBufferWriter<byte> output, ControlPacket packet, MqttProtocolVersion version)
    {
        WireWriter counter = Count(packet, version);
        int remaining = counter.Position;
        int size = SizeOf(remaining);
        Span<byte> destination = output.GetSpan(size)[..size];
        int header = WriteFixedHeader(destination, (byte)(((int)packet.Type << 4) | ReservedFlags(packet.Type)), remaining);
        WireWriter writer = counter.Into(destination[header..]);
        packet.Write(ref writer, version);
        output.Advance(size);
        return size;
    }

    /// <summary>Writes PINGREQ or PINGRESP and returns its size.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="type">One of the two.</param>
    public static int WritePing(IBufferWriter<byte> output, MqttPacketType type)
    {
        if (type is not (MqttPacketType.Pingreq or MqttPacketType.Pingresp))
            throw new ArgumentException($"{type} is not a ping.", nameof(type));
        Span<byte> destination = output.GetSpan(2);
        destination[0] = (byte)((int)type << 4);
        destination[1] = 0;
        output.Advance(2);
        return 2;
    }

    /// <summary>Writes PUBACK, PUBREC, PUBREL or PUBCOMP without properties and returns its size.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="type">One of the four.</param>
    /// <param name="packetId">The identifier of the publish, not 0.</param>
    /// <param name="reason">The result; not written in MQTT 3.1.1, which has none.</param>
    /// <param name="version">The version of the connection.</param>
    public static int WriteAck(
        IBufferWriter<byte> output, MqttPacketType type, ushort packetId, ReasonCode reason, MqttProtocolVersion version)
    {
        int size = WriteAck(output.GetSpan(MaxAckSize), type, packetId, reason, version);
        output.Advance(size);
        return size;
    }

    /// <summary>The same into a span of at least <see cref="MaxAckSize"/> bytes, for many acknowledgements at once.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="type">One of the four.</param>
    /// <param name="packetId">The identifier of the publish, not 0.</param>
    /// <param name="reason">The result; not written in MQTT 3.1.1, which has none.</param>
    /// <param name="version">The version of the connection.</param>
    public static int WriteAck(Span<byte> destination, MqttPacketType type, ushort packetId, ReasonCode reason, MqttProtocolVersion version)
    {
        if (type is < MqttPacketType.Puback or > MqttPacketType.Pubcomp || packetId == 0)
            throw new ArgumentException("Not an acknowledgement of a publish, or its identifier is zero.");
        destination[0] = (byte)(((int)type << 4) | ReservedFlags(type));
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], packetId);
        if (reason == ReasonCode.Success || version == MqttProtocolVersion.V311)
        {
            destination[1] = 2;
            return 4;
        }
        if (!ReasonCodes.IsAllowed(type, (byte)reason, MqttSender.Either))
            throw new ArgumentException($"{type} cannot carry the reason code {reason}.", nameof(reason));
        destination[5] = 0; // No properties.
        destination[4] = (byte)reason;
        destination[1] = 4;
        return 6;
    }

    /// <summary>Writes PUBACK, PUBREC, PUBREL or PUBCOMP with properties and returns its size; for failures only.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="type">One of the four.</param>
    /// <param name="packetId">The identifier of the publish, not 0.</param>
    /// <param name="reason">The result.</param>
    /// <param name="reasonString">A text for a person who diagnoses, or null.</param>
    /// <param name="userProperties">The user properties in their order.</param>
    public static int WriteAck(
        IBufferWriter<byte> output,
        MqttPacketType type,
        ushort packetId,
        ReasonCode reason,
        string? reasonString,
        IReadOnlyList<UserProperty> userProperties) =>
        Write(output, new DetailedAck(type, packetId, reason, reasonString, userProperties), MqttProtocolVersion.V500);

    /// <summary>The size of the PUBLISH in bytes with its fixed header.</summary>
    /// <param name="publish">The message.</param>
    /// <param name="version">The version of the connection.</param>
    public static int GetSize(in OutgoingPublish publish, MqttProtocolVersion version) =>
        SizeOf(PublishWriter.Measure(publish, version, out _, out _));

    /// <summary>Writes PUBLISH and returns its size.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="publish">The message.</param>
    /// <param name="version">The version of the connection.</param>
    public static int Write(IBufferWriter<byte> output, in OutgoingPublish publish, MqttProtocolVersion version)
    {
        int remaining = PublishWriter.Measure(publish, version, out int head, out int properties);
        int size = SizeOf(remaining);
        bool whole = size <= LargestSpan;
        Span<byte> destination = output.GetSpan(whole ? size : size - remaining + head);
        int position = WriteFixedHeader(destination, PublishWriter.FirstByte(publish), remaining);
        PublishWriter.WriteHead(destination.Slice(position, head), publish, version, properties);
        position += head;
        if (whole)
            publish.Payload.CopyTo(destination[position..]);
        output.Advance(whole ? size : position);
        if (!whole)
            PublishWriter.WritePayload(output, publish.Payload);
        return size;
    }

    private static WireWriter Count(ControlPacket packet, MqttProtocolVersion version)
    {
        WireWriter counter = WireWriter.Counter();
        packet.Write(ref counter, version);
        return counter;
    }

    private static int SizeOf(int remaining) => remaining <= VariableByteInteger.Max
        ? 1 + VariableByteInteger.SizeOf(remaining) + remaining
        : throw new ArgumentException("The packet is larger than 268,435,455 bytes.");

    private static int WriteFixedHeader(Span<byte> destination, byte first, int remaining)
    {
        destination[0] = first;
        return 1 + VariableByteInteger.Write(destination[1..], remaining);
    }

    private static int ReservedFlags(MqttPacketType type) =>
        type is MqttPacketType.Pubrel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? 0x02 : 0;
}

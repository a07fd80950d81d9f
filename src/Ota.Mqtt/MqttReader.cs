using System.Buffers;

namespace Ota.Mqtt;

/// <summary>
/// Reads packets of MQTT 3.1.1 and 5.0 from bytes as they arrive. Static and without state: whatever the input, a call asks for
/// more, gives one whole checked packet, or throws <see cref="MqttProtocolException"/>, and nothing else.
/// </summary>
public static class MqttReader
{
    /// <summary>
    /// Takes one packet from the front of <paramref name="buffer"/>. Returns false, leaving the buffer as it is, when the packet is not
    /// complete; asking again costs the same few instructions however much of it has arrived.
    /// </summary>
    /// <param name="buffer">The bytes received and not yet used; moved past the packet.</param>
    /// <param name="version">The version of the connection. CONNECT carries its own, so before it either will do.</param>
    /// <param name="limits">What is accepted.</param>
    /// <param name="packet">The packet; parts of it are views of the buffer.</param>
    /// <exception cref="MqttProtocolException">The bytes break the protocol or a limit: end the connection.</exception>
    public static bool TryRead(
        ref ReadOnlySequence<byte> buffer, MqttProtocolVersion version, MqttReaderLimits limits, out MqttPacket packet)
    {
        if (!FixedHeader.TryRead(buffer, version, limits, out FixedHeader header) || buffer.Length < header.Length + header.Remaining)
        {
            packet = default;
            return false;
        }
        ReadOnlySequence<byte> body = buffer.Slice(header.Length, header.Remaining);
        packet = header.Type switch
        {
            MqttPacketType.Publish => new MqttPacket(PublishReader.Read(body, header.First, version, limits)),
            >= MqttPacketType.Puback and <= MqttPacketType.Pubcomp => new MqttPacket(AckReader.Read(body, header.Type, version, limits)),
            MqttPacketType.Pingreq or MqttPacketType.Pingresp => ReadPing(header),
            _ => new MqttPacket(ReadControl(body, header, version, limits)),
        };
        buffer = buffer.Slice(body.End);
        return true;
    }

    private static MqttPacket ReadPing(FixedHeader header)
    {
        if (header.Remaining != 0)
            Refuse.Malformed("PINGREQ or PINGRESP is not empty (3.12.1, 3.13.1).");
        return new MqttPacket(header.Type);
    }

    private static ControlPacket ReadControl(
        in ReadOnlySequence<byte> body, FixedHeader header, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        if (body.IsSingleSegment)
            return ReadControl(body.FirstSpan, header, version, limits);
        byte[] joined = ArrayPool<byte>.Shared.Rent(header.Remaining);
        try
        {
            body.CopyTo(joined);
            return ReadControl(joined.AsSpan(0, header.Remaining), header, version, limits);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined, clearArray: true); // It may hold a password.
        }
    }

    private static ControlPacket ReadControl(
        ReadOnlySpan<byte> body, FixedHeader header, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        WireReader reader = new(body);
        return header.Type switch
        {
            MqttPacketType.Connect => ConnectReader.Read(ref reader, header.LengthIsMinimal, limits),
            MqttPacketType.Connack => ConnackPacket.Read(ref reader, version, limits),
            MqttPacketType.Subscribe => SubscribePacket.Read(ref reader, version, limits),
            MqttPacketType.Suback => SubackPacket.Read(ref reader, version, limits),
            MqttPacketType.Unsubscribe => UnsubscribePacket.Read(ref reader, version, limits),
            MqttPacketType.Unsuback => UnsubackPacket.Read(ref reader, version, limits),
            MqttPacketType.Disconnect => DisconnectPacket.Read(ref reader, version, limits),
            _ => AuthPacket.Read(ref reader, limits),
        };
    }
}

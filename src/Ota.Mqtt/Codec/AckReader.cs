using System.Buffers;

namespace Ota.Mqtt;

/// <summary>Reads PUBACK, PUBREC, PUBREL and PUBCOMP.</summary>
internal static class AckReader
{
    private const int UsualSize = 64; // Beyond it there are user properties or long reason strings, which are rare.

    public static AckPacket Read(in ReadOnlySequence<byte> body, MqttPacketType type, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        if (body.IsSingleSegment)
            return Read(body.FirstSpan, body, type, version, limits);
        int size = (int)body.Length;
        if (size > UsualSize)
            return Read(body.ToArray(), body, type, version, limits);
        Span<byte> joined = stackalloc byte[UsualSize];
        body.CopyTo(joined);
        return Read(joined[..size], body, type, version, limits);
    }

    private static AckPacket Read(
        scoped ReadOnlySpan<byte> bytes,
        in ReadOnlySequence<byte> body,
        MqttPacketType type,
        MqttProtocolVersion version,
        MqttReaderLimits limits)
    {
        WireReader reader = new(bytes);
        ushort packetId = reader.ReadPacketId();
        if (version == MqttProtocolVersion.V311)
            reader.ExpectEnd();
        if (reader.IsEmpty)
            return new AckPacket(type, packetId, ReasonCode.Success, ReadOnlySequence<byte>.Empty); // 3.4.2.1
        ReasonCode reason = ReasonCodes.Check(type, reader.ReadByte(), limits.Sender);
        if (reader.IsEmpty)
            return new AckPacket(type, packetId, reason, ReadOnlySequence<byte>.Empty); // 3.4.2.2.1
        ReadOnlySpan<byte> block = reader.ReadPropertyBlock();
        reader.ExpectEnd();
        if (block.IsEmpty)
            return new AckPacket(type, packetId, reason, ReadOnlySequence<byte>.Empty);
        PropertyRules.Check(block, type, limits);
        return new AckPacket(type, packetId, reason, body.Slice(bytes.Length - block.Length));
    }
}

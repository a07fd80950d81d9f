using System.Buffers;

namespace Ota.Mqtt;

/// <summary>
/// Checks PUBLISH where it lies. Only a head (topic to properties) that crosses segments is copied, to a pooled array, for the
/// time of the check.
/// </summary>
internal static class PublishReader
{
    private const int LargestFrame = 2 + ushort.MaxValue + 2 + 4; // Topic, packet identifier, length of the properties.

    public static PublishPacket Read(in ReadOnlySequence<byte> body, byte flags, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        if (body.IsSingleSegment)
            return Check(body.FirstSpan, body, flags, version, limits);
        int headSize = MeasureHead(body, flags, version);
        if (headSize <= body.FirstSpan.Length)
            return Check(body.FirstSpan, body, flags, version, limits);
        byte[] head = ArrayPool<byte>.Shared.Rent(headSize);
        try
        {
            body.Slice(0, headSize).CopyTo(head);
            return Check(head.AsSpan(0, headSize), body, flags, version, limits);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    private static PublishPacket Check(
        scoped ReadOnlySpan<byte> head, in ReadOnlySequence<byte> body, byte flags, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        WireReader reader = new(head);
        ReadOnlySpan<byte> topic = reader.ReadPrefixed();
        bool hasPacketId = (flags & 0x06) != 0; // MQTT-2.2.1-2: none at QoS 0.
        ushort packetId = hasPacketId ? reader.ReadPacketId() : (ushort)0;
        ReadOnlySpan<byte> block = version == MqttProtocolVersion.V500 ? reader.ReadPropertyBlock() : default;
        PropertySummary summary = block.IsEmpty ? default : PropertyRules.Check(block, MqttPacketType.Publish, limits);
        CheckTopic(topic, summary, version, limits);
        if (limits.Sender == MqttSender.Client && summary.Has(MqttPropertyId.SubscriptionIdentifier))
            Refuse.ProtocolError("A client's PUBLISH has a subscription identifier (MQTT-3.3.4-6).");
        int payloadStart = head.Length - reader.Remaining;
        return new PublishPacket(body, flags, topic.Length, packetId, payloadStart - block.Length, payloadStart, summary);
    }

    private static void CheckTopic(
        ReadOnlySpan<byte> topic, PropertySummary summary, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        if (!topic.IsEmpty || version == MqttProtocolVersion.V311)
            TopicName.Check(topic, limits); // MQTT-3.3.2-1, MQTT-3.3.2-2
        else if (!summary.Has(MqttPropertyId.TopicAlias))
            Refuse.ProtocolError("PUBLISH has neither a topic name nor a topic alias (3.3.2.1).");
    }

    /// <summary>Where the payload starts; when the head is cut off, enough of it for the check to refuse it.</summary>
    private static int MeasureHead(in ReadOnlySequence<byte> body, byte flags, MqttProtocolVersion version)
    {
        SequenceReader<byte> reader = new(body);
        int cutOff = (int)Math.Min(body.Length, LargestFrame);
        if (!reader.TryReadBigEndian(out short length))
            return cutOff;
        int skip = (ushort)length + ((flags & 0x06) != 0 ? 2 : 0);
        if (reader.Remaining < skip)
            return cutOff;
        reader.Advance(skip);
        if (version == MqttProtocolVersion.V311)
            return (int)reader.Consumed;

        Span<byte> prefix = stackalloc byte[4];
        int available = (int)Math.Min(prefix.Length, reader.Remaining);
        reader.TryCopyTo(prefix[..available]);
        int size = VariableByteInteger.TryRead(prefix[..available], out int block);
        long end = reader.Consumed + size + block;
        return size == 0 || end > body.Length ? cutOff : (int)end;
    }
}

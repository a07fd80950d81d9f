using System.Buffers;

namespace Ota.Mqtt;

/// <summary>Writes PUBLISH from bytes that exist already; nothing is allocated.</summary>
internal static class PublishWriter
{
    public static byte FirstByte(in OutgoingPublish publish) => (byte)(((int)MqttPacketType.Publish << 4)
        | (publish.Duplicate ? 0x08 : 0) | ((int)publish.Qos << 1) | (publish.Retain ? 0x01 : 0));

    /// <summary>Checks the message; returns the remaining length, what of it precedes the payload, and the properties in that.</summary>
    public static int Measure(in OutgoingPublish publish, MqttProtocolVersion version, out int head, out int properties)
    {
        Check(publish, version);
        head = 2 + publish.Topic.Length + (publish.Qos == MqttQos.AtMostOnce ? 0 : 2);
        properties = 0;
        if (version == MqttProtocolVersion.V500)
        {
            properties = MeasureProperties(publish);
            head += VariableByteInteger.SizeOf(properties) + properties;
        }
        long remaining = head + publish.Payload.Length;
        return (int)Math.Min(remaining, int.MaxValue);
    }

    public static void WriteHead(Span<byte> destination, in OutgoingPublish publish, MqttProtocolVersion version, int properties)
    {
        WireWriter writer = WireWriter.Counter().Into(destination);
        writer.UInt16((ushort)publish.Topic.Length);
        writer.Raw(publish.Topic);
        if (publish.Qos != MqttQos.AtMostOnce)
            writer.UInt16(publish.PacketId);
        if (version == MqttProtocolVersion.V311)
            return;
        writer.Variable(properties);
        writer.Property(MqttPropertyId.MessageExpiryInterval, publish.MessageExpiryInterval);
        if (publish.TopicAlias != 0)
            writer.Property(MqttPropertyId.TopicAlias, (ushort?)publish.TopicAlias);
        foreach (uint identifier in publish.SubscriptionIdentifiers)
            writer.SubscriptionIdentifier(identifier);
        writer.Raw(publish.Properties);
    }

    /// <summary>In pieces of the size that the output likes, so that a large payload does not need one large block.</summary>
    public static void WritePayload(IBufferWriter<byte> output, in ReadOnlySequence<byte> payload)
    {
        foreach (ReadOnlyMemory<byte> segment in payload)
            output.Write(segment.Span);
    }

    private static int MeasureProperties(in OutgoingPublish publish)
    {
        int size = publish.Properties.Length;
        if (publish.MessageExpiryInterval is not null)
            size += 5;
        if (publish.TopicAlias != 0)
            size += 3;
        foreach (uint identifier in publish.SubscriptionIdentifiers)
        {
            if (identifier is 0 or > VariableByteInteger.Max)
                throw new ArgumentException("A subscription identifier is not from 1 to 268,435,455.");
            size += 1 + VariableByteInteger.SizeOf((int)identifier);
        }
        return size <= VariableByteInteger.Max ? size : throw new ArgumentException("The properties are longer than 268,435,455 bytes.");
    }

    private static void Check(in OutgoingPublish publish, MqttProtocolVersion version)
    {
        if (publish.Topic.Length > ushort.MaxValue)
            throw new ArgumentException("The topic name is longer than 65,535 bytes.");
        if (publish.Topic.IsEmpty && (version == MqttProtocolVersion.V311 || publish.TopicAlias == 0))
            throw new ArgumentException("The topic name is empty and there is no topic alias (3.3.2.1).");
        if (publish.Qos > MqttQos.ExactlyOnce)
            throw new ArgumentException("The QoS is not 0, 1 or 2 (MQTT-3.3.1-4).");
        if ((publish.Qos == MqttQos.AtMostOnce) != (publish.PacketId == 0))
            throw new ArgumentException("A packet identifier belongs to QoS 1 and 2, and only to them (MQTT-2.2.1-2, MQTT-2.2.1-3).");
        if (publish.Duplicate && publish.Qos == MqttQos.AtMostOnce)
            throw new ArgumentException("A message of QoS 0 is never a duplicate (MQTT-3.3.1-2).");
    }
}

using System.Buffers;

namespace Ota.Mqtt;

/// <summary>The properties of a PUBLISH (3.3.2.3) as objects, for code that is not on the path of every message.</summary>
public sealed record PublishProperties
{
    /// <summary>What the payload is said to be.</summary>
    public PayloadFormat? PayloadFormat { get; init; }

    /// <summary>Seconds that the message stays valid.</summary>
    public uint? MessageExpiryInterval { get; init; }

    /// <summary>The topic alias, not 0.</summary>
    public ushort? TopicAlias { get; init; }

    /// <summary>The topic for an answer.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>Bytes that come back with the answer.</summary>
    public byte[]? CorrelationData { get; init; }

    /// <summary>The user properties in their order.</summary>
    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    /// <summary>The identifiers of the subscriptions that matched; only from server to client (MQTT-3.3.4-6).</summary>
    public IReadOnlyList<uint> SubscriptionIdentifiers { get; init; } = [];

    /// <summary>What the payload is, by agreement of the applications.</summary>
    public string? ContentType { get; init; }

    /// <summary>Copies the properties of a received message.</summary>
    /// <param name="publish">The message.</param>
    public static PublishProperties From(in PublishPacket publish)
    {
        ReadOnlySequence<byte> block = publish.EncodedProperties;
        PropertyValues values = PropertyValues.Copy(block.IsSingleSegment ? block.FirstSpan : block.ToArray(), publish.Summary);
        return new PublishProperties
        {
            PayloadFormat = (PayloadFormat?)values.Number(MqttPropertyId.PayloadFormatIndicator),
            MessageExpiryInterval = values.Number(MqttPropertyId.MessageExpiryInterval),
            TopicAlias = values.Short(MqttPropertyId.TopicAlias),
            ResponseTopic = values.Text(MqttPropertyId.ResponseTopic),
            CorrelationData = values.Binary(MqttPropertyId.CorrelationData),
            UserProperties = values.UserProperties,
            SubscriptionIdentifiers = values.SubscriptionIdentifiers,
            ContentType = values.Text(MqttPropertyId.ContentType),
        };
    }

    /// <summary>
    /// The encoded block without the length in front, for <see cref="OutgoingPublish.Properties"/>. Throws
    /// <see cref="ArgumentException"/> for a value that the protocol does not allow.
    /// </summary>
    public byte[] Encode()
    {
        WireWriter counter = WireWriter.Counter();
        Write(ref counter);
        byte[] block = new byte[counter.Position];
        WireWriter writer = counter.Into(block);
        Write(ref writer);
        return block;
    }

    private void Write(ref WireWriter writer)
    {
        if (PayloadFormat > Mqtt.PayloadFormat.Utf8)
            throw new ArgumentException("The payload format is neither 0 nor 1.");
        writer.Property(MqttPropertyId.PayloadFormatIndicator, (byte?)PayloadFormat);
        writer.Property(MqttPropertyId.MessageExpiryInterval, MessageExpiryInterval);
        writer.Property(MqttPropertyId.TopicAlias, TopicAlias);
        writer.ResponseTopic(ResponseTopic);
        writer.Property(MqttPropertyId.CorrelationData, CorrelationData);
        writer.UserProperties(UserProperties);
        for (int i = 0; i < SubscriptionIdentifiers.Count; i++)
            writer.SubscriptionIdentifier(SubscriptionIdentifiers[i]);
        writer.Property(MqttPropertyId.ContentType, ContentType);
    }
}

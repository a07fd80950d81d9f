namespace Ota.Mqtt;

/// <summary>The message that a server publishes when a client goes without saying so (3.1.2.5, 3.1.3.2).</summary>
public sealed record WillMessage
{
    /// <summary>The topic to publish to.</summary>
    public required string Topic { get; init; }

    /// <summary>The application message, at most 65,535 bytes.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The delivery guarantee.</summary>
    public MqttQos Qos { get; init; }

    /// <summary>Whether it is published as a retained message.</summary>
    public bool Retain { get; init; }

    /// <summary>Seconds between the loss of the connection and the publication; absent: 0.</summary>
    public uint? DelayInterval { get; init; }

    /// <summary>What the payload is said to be.</summary>
    public PayloadFormat? PayloadFormat { get; init; }

    /// <summary>Seconds that the message stays valid once it is published.</summary>
    public uint? MessageExpiryInterval { get; init; }

    /// <summary>What the payload is, by agreement of the applications.</summary>
    public string? ContentType { get; init; }

    /// <summary>The topic for an answer.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>Bytes that come back with the answer.</summary>
    public byte[]? CorrelationData { get; init; }

    /// <summary>The user properties in their order.</summary>
    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    /// <summary>The properties that its PUBLISH carries; the expiry counts from the publication.</summary>
    public PublishProperties ToPublishProperties() => new()
    {
        PayloadFormat = PayloadFormat,
        MessageExpiryInterval = MessageExpiryInterval,
        ContentType = ContentType,
        ResponseTopic = ResponseTopic,
        CorrelationData = CorrelationData,
        UserProperties = UserProperties,
    };

    internal static WillMessage Read(ref WireReader reader, byte connectFlags, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        PropertyValues values = version == MqttProtocolVersion.V500
            ? PropertyValues.Read(ref reader, PropertyRules.Will, limits)
            : PropertyValues.None;
        ReadOnlySpan<byte> topic = reader.ReadPrefixed();
        TopicName.Check(topic, limits); // MQTT-3.1.3-11
        return new WillMessage
        {
            Topic = MqttText.Decode(topic),
            Payload = reader.ReadPrefixed().ToArray(),
            Qos = (MqttQos)((connectFlags >> 3) & 0x03),
            Retain = (connectFlags & 0x20) != 0,
            DelayInterval = values.Number(MqttPropertyId.WillDelayInterval),
            PayloadFormat = (PayloadFormat?)values.Number(MqttPropertyId.PayloadFormatIndicator),
            MessageExpiryInterval = values.Number(MqttPropertyId.MessageExpiryInterval),
            ContentType = values.Text(MqttPropertyId.ContentType),
            ResponseTopic = values.Text(MqttPropertyId.ResponseTopic),
            CorrelationData = values.Binary(MqttPropertyId.CorrelationData),
            UserProperties = values.UserProperties,
        };
    }

    internal void Write(ref WireWriter writer, MqttProtocolVersion version)
    {
        if (Qos > MqttQos.ExactlyOnce || PayloadFormat > Mqtt.PayloadFormat.Utf8)
            throw new ArgumentException("The QoS or the payload format of the will is out of range.");
        if (version == MqttProtocolVersion.V500)
        {
            writer.BeginProperties();
            writer.Property(MqttPropertyId.WillDelayInterval, DelayInterval);
            writer.Property(MqttPropertyId.PayloadFormatIndicator, (byte?)PayloadFormat);
            writer.Property(MqttPropertyId.MessageExpiryInterval, MessageExpiryInterval);
            writer.Property(MqttPropertyId.ContentType, ContentType);
            writer.ResponseTopic(ResponseTopic);
            writer.Property(MqttPropertyId.CorrelationData, CorrelationData);
            writer.UserProperties(UserProperties);
            writer.EndProperties();
        }
        writer.TopicName(Topic);
        writer.Binary(Payload);
    }
}

namespace Ota.Mqtt;

/// <summary>The properties of MQTT 5.0 (section 2.2.2.2) with the form of their value.</summary>
public enum MqttPropertyId : byte
{
    /// <summary>No property.</summary>
    None = 0x00,

    /// <summary>Byte: see <see cref="PayloadFormat"/>.</summary>
    PayloadFormatIndicator = 0x01,

    /// <summary>Four bytes: seconds that the message stays valid.</summary>
    MessageExpiryInterval = 0x02,

    /// <summary>Text: what the payload is, by agreement of the applications.</summary>
    ContentType = 0x03,

    /// <summary>Text: the topic for an answer.</summary>
    ResponseTopic = 0x08,

    /// <summary>Bytes: returned with the answer.</summary>
    CorrelationData = 0x09,

    /// <summary>Variable byte integer: names the subscription that matched.</summary>
    SubscriptionIdentifier = 0x0B,

    /// <summary>Four bytes: seconds that the session outlives the connection.</summary>
    SessionExpiryInterval = 0x11,

    /// <summary>Text: the identifier that the server chose.</summary>
    AssignedClientIdentifier = 0x12,

    /// <summary>Two bytes: the keep-alive in seconds that the server imposes.</summary>
    ServerKeepAlive = 0x13,

    /// <summary>Text: the name of the enhanced authentication.</summary>
    AuthenticationMethod = 0x15,

    /// <summary>Bytes: the content of the enhanced authentication.</summary>
    AuthenticationData = 0x16,

    /// <summary>Byte: whether reason strings and user properties may come with failures.</summary>
    RequestProblemInformation = 0x17,

    /// <summary>Four bytes: seconds before the will is published.</summary>
    WillDelayInterval = 0x18,

    /// <summary>Byte: whether the client asks for response information.</summary>
    RequestResponseInformation = 0x19,

    /// <summary>Text: the basis of a response topic.</summary>
    ResponseInformation = 0x1A,

    /// <summary>Text: another server to use.</summary>
    ServerReference = 0x1C,

    /// <summary>Text: for a person who diagnoses.</summary>
    ReasonString = 0x1F,

    /// <summary>Two bytes: QoS 1 and 2 publishes that may be unacknowledged at once.</summary>
    ReceiveMaximum = 0x21,

    /// <summary>Two bytes: the highest topic alias that is accepted.</summary>
    TopicAliasMaximum = 0x22,

    /// <summary>Two bytes: stands for a topic name on this connection.</summary>
    TopicAlias = 0x23,

    /// <summary>Byte: the highest QoS that the server supports.</summary>
    MaximumQos = 0x24,

    /// <summary>Byte: whether the server keeps retained messages.</summary>
    RetainAvailable = 0x25,

    /// <summary>Two texts: a name and a value; may repeat.</summary>
    UserProperty = 0x26,

    /// <summary>Four bytes: the largest packet that is accepted.</summary>
    MaximumPacketSize = 0x27,

    /// <summary>Byte: whether filters may have wildcards.</summary>
    WildcardSubscriptionAvailable = 0x28,

    /// <summary>Byte: whether subscriptions may have identifiers.</summary>
    SubscriptionIdentifiersAvailable = 0x29,

    /// <summary>Byte: whether subscriptions may be shared.</summary>
    SharedSubscriptionAvailable = 0x2A,
}

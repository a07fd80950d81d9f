using System.Buffers;

namespace Ota.Mqtt.Client;

/// <summary>
/// A received message. At QoS 1 and 2 it stays the server's until <see cref="AcknowledgeAsync"/>: without it the server sends it again
/// to a later connection of the session.
/// </summary>
public sealed class MqttReceivedMessage
{
    private readonly ClientSession? _session;

    internal MqttReceivedMessage(ClientSession? session, string topic, in PublishPacket publish)
    {
        _session = session;
        Topic = topic;
        Payload = publish.Payload.ToArray();
        Qos = publish.Qos;
        Retain = publish.Retain;
        Duplicate = publish.Duplicate;
        PacketId = publish.PacketId;
        Properties = publish.PropertiesLength == 0 ? NoProperties : PropertiesOf(publish);
    }

    private static PublishProperties NoProperties { get; } = new();

    /// <summary>The topic name.</summary>
    public string Topic { get; }

    /// <summary>The application message, an own copy.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The delivery guarantee of this delivery.</summary>
    public MqttQos Qos { get; }

    /// <summary>Whether the server had kept the message, or, with retain as published, the flag of its publisher.</summary>
    public bool Retain { get; }

    /// <summary>Whether the server may have sent it before.</summary>
    public bool Duplicate { get; }

    /// <summary>The properties; all absent in MQTT 3.1.1.</summary>
    public PublishProperties Properties { get; }

    internal ushort PacketId { get; }

    /// <summary>The caller's decision; null while there is none.</summary>
    internal ReasonCode? Decision { get; set; }

    /// <summary>
    /// Takes the message over, or refuses it with a failure code of PUBACK (a refused message is not sent again). Acknowledgements go
    /// out in the order of arrival, so this one waits in the client for those of earlier messages. Calling again changes nothing; at
    /// QoS 0 there is nothing to acknowledge. After a lost connection the decision is kept and answers the redelivery.
    /// </summary>
    /// <param name="reason">Success, or a failure that PUBACK and PUBREC can carry; MQTT 3.1.1 cannot say it.</param>
    /// <exception cref="ArgumentException">PUBACK cannot carry the code.</exception>
    public ValueTask AcknowledgeAsync(ReasonCode reason = ReasonCode.Success)
    {
        if (!ReasonCodes.IsAllowed(MqttPacketType.Puback, (byte)reason, MqttSender.Client))
            throw new ArgumentException($"PUBACK cannot carry the reason code {reason} (3.4.2.1).", nameof(reason));
        if (Qos != MqttQos.AtMostOnce)
            _session?.Acknowledge(this, reason);
        return ValueTask.CompletedTask;
    }

    internal bool IsSameAs(MqttReceivedMessage other) =>
        Topic == other.Topic && Qos == other.Qos && Payload.Span.SequenceEqual(other.Payload.Span);

    /// <summary>Without the topic alias, which means nothing beyond its connection: the properties can be published again as they are.</summary>
    private static PublishProperties PropertiesOf(in PublishPacket publish)
    {
        PublishProperties properties = PublishProperties.From(publish);
        return properties.TopicAlias is null ? properties : properties with { TopicAlias = null };
    }
}

using System.Buffers;

namespace Ota.Mqtt;

/// <summary>
/// A PUBLISH to be written. Everything is bytes that already exist, so that one stored message goes to many receivers, each
/// with its own identifier, alias, expiry and subscription identifiers, without an allocation.
/// </summary>
public readonly ref struct OutgoingPublish
{
    /// <summary>
    /// The topic name in UTF-8, checked with <see cref="TopicName.IsValid"/> where it came from; empty only with a
    /// <see cref="TopicAlias"/>.
    /// </summary>
    public ReadOnlySpan<byte> Topic { get; init; }

    /// <summary>The application message.</summary>
    public ReadOnlySequence<byte> Payload { get; init; }

    /// <summary>The delivery guarantee.</summary>
    public MqttQos Qos { get; init; }

    /// <summary>The retain flag.</summary>
    public bool Retain { get; init; }

    /// <summary>The duplicate flag; not at QoS 0.</summary>
    public bool Duplicate { get; init; }

    /// <summary>The identifier at QoS 1 and 2; 0 at QoS 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>The topic alias to set, or 0. MQTT 5.0 only.</summary>
    public ushort TopicAlias { get; init; }

    /// <summary>The seconds that are left, or null. Not written in MQTT 3.1.1.</summary>
    public uint? MessageExpiryInterval { get; init; }

    /// <summary>The identifiers of the subscriptions that matched, each from 1 to 268,435,455. Not written in MQTT 3.1.1.</summary>
    public ReadOnlySpan<uint> SubscriptionIdentifiers { get; init; }

    /// <summary>
    /// More properties, encoded: from <see cref="PublishPacket.CopyForwardedProperties"/> or <see cref="PublishProperties.Encode"/>.
    /// They must not repeat one of the members above, and are not checked. Not written in MQTT 3.1.1.
    /// </summary>
    public ReadOnlySpan<byte> Properties { get; init; }
}

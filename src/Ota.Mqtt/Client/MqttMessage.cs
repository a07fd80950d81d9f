using System.Buffers;

namespace Ota.Mqtt.Client;

/// <summary>
/// A message to publish. Nothing of it is copied while it waits: the payload must not change before the publish has completed.
/// </summary>
public readonly struct MqttMessage
{
    /// <summary>The topic name: 1 to 65,535 bytes of UTF-8 without wildcards.</summary>
    public required string Topic { get; init; }

    /// <summary>The application message.</summary>
    public ReadOnlySequence<byte> Payload { get; init; }

    /// <summary>The delivery guarantee.</summary>
    public MqttQos Qos { get; init; }

    /// <summary>Whether the server keeps it for later subscribers.</summary>
    public bool Retain { get; init; }

    /// <summary>
    /// The properties, or null; ignored in MQTT 3.1.1. The topic alias is the client's own business and the subscription identifiers
    /// the server's: both must be absent. The expiry counts from the call, so that time spent waiting is taken off.
    /// </summary>
    public PublishProperties? Properties { get; init; }

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Topic);
        if (Topic.Length == 0 || Topic.AsSpan().ContainsAny('+', '#'))
            throw new ArgumentException("A topic name is empty or has a wildcard (MQTT-3.3.2-2, MQTT-4.7.3-1).");
        MqttText.Measure(Topic);
        if (Qos > MqttQos.ExactlyOnce)
            throw new ArgumentException("The QoS is not 0, 1 or 2 (MQTT-3.3.1-4).");
        if (Properties is { TopicAlias: not null } or { SubscriptionIdentifiers.Count: > 0 })
            throw new ArgumentException("A message to publish sets neither the topic alias nor subscription identifiers (MQTT-3.3.4-6).");
    }

    internal byte[] EncodeProperties(MqttProtocolVersion version) => Properties is null || version == MqttProtocolVersion.V311
        ? []
        : (Properties with { MessageExpiryInterval = null }).Encode();
}

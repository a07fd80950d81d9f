using System.Buffers;

namespace Ota.Mqtt.Broker;

/// <summary>
/// One message on its way to its receivers: views of the publisher's input, and a stored copy as soon as one receiver has to keep it.
/// </summary>
internal ref struct Publication
{
    private BrokerMessage? _kept;

    public ReadOnlySpan<byte> Topic { get; init; }

    public ReadOnlySequence<byte> Payload { get; init; }

    /// <summary>What is forwarded unchanged, encoded.</summary>
    public ReadOnlySpan<byte> Properties { get; init; }

    public MqttQos Qos { get; init; }

    public bool Retain { get; init; }

    /// <summary>On the broker's clock; 0 when it never expires.</summary>
    public long ExpiresAt { get; init; }

    /// <summary>The session that published it, or null for the broker itself.</summary>
    public MqttSession? Publisher { get; init; }

    public readonly int Size => Topic.Length + Properties.Length + (int)Payload.Length;

    /// <summary>The same over a stored message. The caller keeps its own reference.</summary>
    public static Publication Of(BrokerMessage message, MqttSession? publisher = null) => new()
    {
        Topic = message.Topic,
        Payload = new ReadOnlySequence<byte>(message.Payload),
        Properties = message.Properties,
        Qos = message.Qos,
        Retain = message.Retain,
        ExpiresAt = message.ExpiresAt,
        Publisher = publisher,
        _kept = message.AddReference(),
    };

    /// <summary>The stored copy, made once; each call adds a reference for the caller.</summary>
    public BrokerMessage Keep()
    {
        _kept ??= BrokerMessage.Create(this);
        return _kept.AddReference();
    }

    /// <summary>Gives up the publication's own reference.</summary>
    public void Dispose()
    {
        _kept?.Release();
        _kept = null;
    }
}

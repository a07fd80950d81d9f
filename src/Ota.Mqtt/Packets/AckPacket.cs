using System.Buffers;
using System.Text;

namespace Ota.Mqtt;

/// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP (3.4 to 3.7), as a view of the input.</summary>
public readonly struct AckPacket
{
    private readonly ReadOnlySequence<byte> _properties;

    internal AckPacket(MqttPacketType type, ushort packetId, ReasonCode reason, in ReadOnlySequence<byte> properties)
    {
        Type = type;
        PacketId = packetId;
        Reason = reason;
        _properties = properties;
    }

    /// <summary>Which of the four it is.</summary>
    public MqttPacketType Type { get; }

    /// <summary>The identifier of the publish, never 0.</summary>
    public ushort PacketId { get; }

    /// <summary>The result; always <see cref="ReasonCode.Success"/> in MQTT 3.1.1.</summary>
    public ReasonCode Reason { get; }

    /// <summary>The encoded properties without the length in front: a reason string and user properties, mostly nothing.</summary>
    public ReadOnlySequence<byte> EncodedProperties => _properties;

    /// <summary>The properties; allocates only when they lie in several segments.</summary>
    public MqttPropertyReader GetProperties() => new(_properties.IsSingleSegment ? _properties.FirstSpan : _properties.ToArray());

    /// <summary>The reason string, copied, or null.</summary>
    public string? GetReasonString()
    {
        foreach (MqttProperty property in GetProperties())
        {
            if (property.Id == MqttPropertyId.ReasonString)
                return Encoding.UTF8.GetString(property.Value);
        }
        return null;
    }
}

namespace Ota.Mqtt;

/// <summary>
/// A packet of the rare kinds: CONNECT, CONNACK, SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK, DISCONNECT or AUTH. The family is closed.
/// A nullable member is a property of MQTT 5.0; null means absent. In MQTT 3.1.1 properties do not exist and are not written.
/// </summary>
public abstract record ControlPacket
{
    private protected ControlPacket()
    {
    }

    /// <summary>The packet type.</summary>
    public abstract MqttPacketType Type { get; }

    /// <summary>Emits what follows the fixed header; throws <see cref="ArgumentException"/> for content that no peer may accept.</summary>
    internal abstract void Write(ref WireWriter writer, MqttProtocolVersion version);

    /// <summary>The same without what only explains it to a person.</summary>
    internal virtual ControlPacket WithoutTexts() => this;

    private protected static void Require(bool condition, string message)
    {
        if (!condition)
            throw new ArgumentException(message);
    }

    private protected void RequireReason(ReasonCode reason) =>
        Require(ReasonCodes.IsAllowed(Type, (byte)reason, MqttSender.Either), $"{Type} cannot carry the reason code {reason}.");
}

namespace Ota.Mqtt;

/// <summary>SUBSCRIBE (3.8): one or more subscriptions to make or replace.</summary>
public sealed record SubscribePacket : ControlPacket
{
    /// <inheritdoc />
    public override MqttPacketType Type => MqttPacketType.Subscribe;

    /// <summary>The identifier, not 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>The subscriptions, at least one.</summary>
    public IReadOnlyList<Subscription> Subscriptions { get; init; } = [];

    /// <summary>The identifier that comes with each message, from 1 to 268,435,455.</summary>
    public uint? SubscriptionIdentifier { get; init; }

    /// <summary>The user properties in their order.</summary>
    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    internal static SubscribePacket Read(ref WireReader reader, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        ushort packetId = reader.ReadPacketId();
        PropertyValues values = version == MqttProtocolVersion.V500
            ? PropertyValues.Read(ref reader, MqttPacketType.Subscribe, limits)
            : PropertyValues.None;
        if (reader.IsEmpty)
            Refuse.ProtocolError("SUBSCRIBE has no subscription (MQTT-3.8.3-2; 3.1.1: MQTT-3.8.3-3).");
        List<Subscription> subscriptions = [];
        while (!reader.IsEmpty)
        {
            if (subscriptions.Count == limits.MaxSubscriptionsPerPacket)
                Refuse.With(ReasonCode.QuotaExceeded, "SUBSCRIBE has more subscriptions than the limit.");
            subscriptions.Add(Subscription.Read(ref reader, version, limits));
        }
        return new SubscribePacket
        {
            PacketId = packetId,
            Subscriptions = subscriptions,
            SubscriptionIdentifier = values.SubscriptionIdentifiers.Count == 0 ? null : values.SubscriptionIdentifiers[0],
            UserProperties = values.UserProperties,
        };
    }

    internal override void Write(ref WireWriter writer, MqttProtocolVersion version)
    {
        Require(Subscriptions.Count > 0, "SUBSCRIBE needs a subscription (MQTT-3.8.3-2).");
        writer.PacketId(PacketId);
        if (version == MqttProtocolVersion.V500)
        {
            writer.BeginProperties();
            writer.SubscriptionIdentifier(SubscriptionIdentifier);
            writer.UserProperties(UserProperties);
            writer.EndProperties();
        }
        for (int i = 0; i < Subscriptions.Count; i++)
            Subscriptions[i].Write(ref writer, version);
    }
}

namespace Ota.Mqtt;

/// <summary>UNSUBSCRIBE (3.10): one or more subscriptions to end.</summary>
public sealed record UnsubscribePacket : ControlPacket
{
    /// <inheritdoc />
    public override MqttPacketType Type => MqttPacketType.Unsubscribe;

    /// <summary>The identifier, not 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>The topic filters, at least one, character by character as they were subscribed.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>The user properties in their order.</summary>
    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    internal static UnsubscribePacket Read(ref WireReader reader, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        ushort packetId = reader.ReadPacketId();
        PropertyValues values = version == MqttProtocolVersion.V500
            ? PropertyValues.Read(ref reader, MqttPacketType.Unsubscribe, limits)
            : PropertyValues.None;
        if (reader.IsEmpty)
            Refuse.ProtocolError("UNSUBSCRIBE has no filter (MQTT-3.10.3-2).");
        List<string> filters = [];
        while (!reader.IsEmpty)
        {
            if (filters.Count == limits.MaxSubscriptionsPerPacket)
                Refuse.With(ReasonCode.QuotaExceeded, "UNSUBSCRIBE has more filters than the limit.");
            ReadOnlySpan<byte> filter = reader.ReadPrefixed();
            TopicFilter.Check(filter, version, limits); // MQTT-3.10.3-1
            filters.Add(MqttText.Decode(filter));
        }
        return new UnsubscribePacket { PacketId = packetId, Filters = filters, UserProperties = values.UserProperties };
    }

    internal override void Write(ref WireWriter writer, MqttProtocolVersion version)
    {
        Require(Filters.Count > 0, "UNSUBSCRIBE needs a filter (MQTT-3.10.3-2).");
        writer.PacketId(PacketId);
        if (version == MqttProtocolVersion.V500)
        {
            writer.BeginProperties();
            writer.UserProperties(UserProperties);
            writer.EndProperties();
        }
        for (int i = 0; i < Filters.Count; i++)
            writer.TopicFilter(Filters[i], version);
    }
}

namespace Ota.Mqtt;

/// <summary>UNSUBACK (3.11): in MQTT 5.0 one result for each filter, in the same order; in 3.1.1 no result.</summary>
public sealed record UnsubackPacket : ControlPacket
{
    /// <inheritdoc />
    public override MqttPacketType Type => MqttPacketType.Unsuback;

    /// <summary>The identifier of the UNSUBSCRIBE, not 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>The results; empty when read from, and not written to, MQTT 3.1.1.</summary>
    public IReadOnlyList<ReasonCode> Reasons { get; init; } = [];

    /// <summary>A text for a person who diagnoses.</summary>
    public string? ReasonString { get; init; }

    /// <summary>The user properties in their order.</summary>
    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    internal static UnsubackPacket Read(ref WireReader reader, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        ushort packetId = reader.ReadPacketId();
        if (version == MqttProtocolVersion.V311)
        {
            reader.ExpectEnd();
            return new UnsubackPacket { PacketId = packetId };
        }
        FilterResults results = FilterResults.Read(ref reader, MqttPacketType.Unsuback, version, limits);
        return new UnsubackPacket
        {
            PacketId = packetId,
            Reasons = results.Reasons,
            ReasonString = results.ReasonString,
            UserProperties = results.UserProperties,
        };
    }

    internal override ControlPacket WithoutTexts() => this with { ReasonString = null, UserProperties = [] };

    internal override void Write(ref WireWriter writer, MqttProtocolVersion version)
    {
        writer.PacketId(PacketId);
        if (version == MqttProtocolVersion.V311)
            return;
        Require(Reasons.Count > 0, "UNSUBACK needs a code for each filter (MQTT-3.11.3-1).");
        writer.Explanation(ReasonString, UserProperties);
        for (int i = 0; i < Reasons.Count; i++)
        {
            RequireReason(Reasons[i]);
            writer.Byte((byte)Reasons[i]);
        }
    }
}

namespace Ota.Mqtt;

/// <summary>SUBACK (3.9): one result for each subscription, in the same order.</summary>
public sealed record SubackPacket : ControlPacket
{
    /// <inheritdoc />
    public override MqttPacketType Type => MqttPacketType.Suback;

    /// <summary>The identifier of the SUBSCRIBE, not 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>
    /// The granted QoS (<see cref="ReasonCode.Success"/> is QoS 0) or the failure of each subscription. In MQTT 3.1.1 every failure
    /// is written as 0x80.
    /// </summary>
    public IReadOnlyList<ReasonCode> Reasons { get; init; } = [];

    /// <summary>A text for a person who diagnoses.</summary>
    public string? ReasonString { get; init; }

    /// <summary>The user properties in their order.</summary>
    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    internal static SubackPacket Read(ref WireReader reader, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        ushort packetId = reader.ReadPacketId();
        FilterResults results = FilterResults.Read(ref reader, MqttPacketType.Suback, version, limits);
        return new SubackPacket
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
        Require(Reasons.Count > 0, "SUBACK needs a code for each subscription (MQTT-3.9.3-1).");
        writer.PacketId(PacketId);
        if (version == MqttProtocolVersion.V500)
            writer.Explanation(ReasonString, UserProperties);
        for (int i = 0; i < Reasons.Count; i++)
        {
            RequireReason(Reasons[i]);
            bool plain = version == MqttProtocolVersion.V311 && Reasons[i].IsFailure();
            writer.Byte((byte)(plain ? ReasonCode.UnspecifiedError : Reasons[i]));
        }
    }
}

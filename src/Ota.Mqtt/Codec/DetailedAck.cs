namespace Ota.Mqtt;

/// <summary>An acknowledgement with properties, in the shape of the rare packets.</summary>
internal sealed record DetailedAck(
    MqttPacketType Kind, ushort PacketId, ReasonCode Reason, string? ReasonString, IReadOnlyList<UserProperty> UserProperties)
    : ControlPacket
{
    public override MqttPacketType Type => Kind;

    internal override void Write(ref WireWriter writer, MqttProtocolVersion version)
    {
        Require(Kind is >= MqttPacketType.Puback and <= MqttPacketType.Pubcomp, "Not an acknowledgement of a publish.");
        RequireReason(Reason);
        writer.PacketId(PacketId);
        writer.Byte((byte)Reason);
        writer.Explanation(ReasonString, UserProperties);
    }
}

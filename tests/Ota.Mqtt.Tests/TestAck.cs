using System.Buffers;
using System.Text;

namespace Ota.Mqtt.Tests;

/// <summary>A PUBACK, PUBREC, PUBREL or PUBCOMP with objects instead of views.</summary>
internal sealed record TestAck(MqttPacketType Type, ushort PacketId, ReasonCode Reason = ReasonCode.Success)
{
    public string? ReasonString { get; init; }

    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    public static TestAck From(in AckPacket ack)
    {
        List<UserProperty> userProperties = [];
        foreach (MqttProperty property in ack.GetProperties())
        {
            if (property.Id == MqttPropertyId.UserProperty)
                userProperties.Add(new(Encoding.UTF8.GetString(property.Name), Encoding.UTF8.GetString(property.Value)));
        }
        return new TestAck(ack.Type, ack.PacketId, ack.Reason)
        {
            ReasonString = ack.GetReasonString(),
            UserProperties = userProperties,
        };
    }

    public int Write(IBufferWriter<byte> output, MqttProtocolVersion version) => ReasonString is null && UserProperties.Count == 0
        ? MqttWriter.WriteAck(output, Type, PacketId, Reason, version)
        : MqttWriter.WriteAck(output, Type, PacketId, Reason, ReasonString, UserProperties);
}

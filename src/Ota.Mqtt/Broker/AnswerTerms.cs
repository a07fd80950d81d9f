using System.Buffers;

namespace Ota.Mqtt.Broker;

/// <summary>
/// What a client wants of answers: none larger than it takes (MQTT-3.1.2-24), and texts for a person only if it asks for them
/// (MQTT-3.1.2-29), which make no answer too large (MQTT-3.2.2-19, 3.4.2-2, 3.5.2-2, 3.9.2-1, 3.11.2-1, 3.14.2-3).
/// </summary>
internal readonly record struct AnswerTerms(MqttProtocolVersion Version, long MaximumPacketSize, bool WantsTexts)
{
    public static AnswerTerms Of(ConnectPacket packet) =>
        new(packet.Version, packet.MaximumPacketSize ?? long.MaxValue, packet.RequestProblemInformation ?? true);

    /// <summary>The packet as the client may get it; null when even without its text it is too large.</summary>
    public ControlPacket? Fit(ControlPacket packet)
    {
        if (WantsTexts && Takes(packet))
            return packet;
        ControlPacket plain = packet.WithoutTexts();
        return Takes(plain) ? plain : null;
    }

    /// <summary>Writes PUBACK or PUBREC, with the text if there is one and it fits; returns the size.</summary>
    public int WriteAck(IBufferWriter<byte> output, MqttPacketType type, ushort packetId, ReasonCode reason, string? text)
    {
        if (text is not null && WantsTexts && Version == MqttProtocolVersion.V500)
        {
            DetailedAck packet = new(type, packetId, reason, text, []);
            if (Takes(packet))
                return MqttWriter.Write(output, packet, Version);
        }
        return MqttWriter.WriteAck(output, type, packetId, reason, Version);
    }

    private bool Takes(ControlPacket packet) =>
        MaximumPacketSize == long.MaxValue || MqttWriter.GetSize(packet, Version) <= MaximumPacketSize;
}

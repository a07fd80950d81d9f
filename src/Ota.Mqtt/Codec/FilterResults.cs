namespace Ota.Mqtt;

/// <summary>What SUBACK and UNSUBACK have in common: properties, and one code for each filter (3.9, 3.11).</summary>
internal readonly record struct FilterResults(ReasonCode[] Reasons, string? ReasonString, IReadOnlyList<UserProperty> UserProperties)
{
    public static FilterResults Read(ref WireReader reader, MqttPacketType packet, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        PropertyValues values =
            version == MqttProtocolVersion.V500 ? PropertyValues.Read(ref reader, packet, limits) : PropertyValues.None;
        ReasonCode[] reasons = ReadReasons(ref reader, packet, version, limits);
        return new FilterResults(reasons, values.Text(MqttPropertyId.ReasonString), values.UserProperties);
    }

    private static ReasonCode[] ReadReasons(
        ref WireReader reader, MqttPacketType packet, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        if (reader.IsEmpty)
            Refuse.ProtocolError("SUBACK or UNSUBACK has no code (MQTT-3.9.3-1, MQTT-3.11.3-1).");
        if (reader.Remaining > limits.MaxSubscriptionsPerPacket)
            Refuse.With(ReasonCode.QuotaExceeded, "SUBACK or UNSUBACK has more codes than the limit.");
        ReasonCode[] reasons = new ReasonCode[reader.Remaining];
        for (int i = 0; i < reasons.Length; i++)
        {
            reasons[i] = ReasonCodes.Check(packet, reader.ReadByte(), MqttSender.Server);
            if (version == MqttProtocolVersion.V311 && reasons[i] > ReasonCode.UnspecifiedError)
                Refuse.ProtocolError("SUBACK has a reserved return code (3.1.1: MQTT-3.9.3-2).");
        }
        return reasons;
    }
}

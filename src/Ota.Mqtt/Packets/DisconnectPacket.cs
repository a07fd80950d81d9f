namespace Ota.Mqtt;

/// <summary>DISCONNECT (3.14): the last packet of a connection. In MQTT 3.1.1 only the client sends it, and it says nothing.</summary>
public sealed record DisconnectPacket : ControlPacket
{
    /// <inheritdoc />
    public override MqttPacketType Type => MqttPacketType.Disconnect;

    /// <summary>Why the connection ends; <see cref="ReasonCode.Success"/> is the normal disconnection.</summary>
    public ReasonCode Reason { get; init; }

    /// <summary>Seconds that the session outlives the connection; only from a client. Absent: as in CONNECT.</summary>
    public uint? SessionExpiryInterval { get; init; }

    /// <summary>A text for a person who diagnoses.</summary>
    public string? ReasonString { get; init; }

    /// <summary>The user properties in their order.</summary>
    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    /// <summary>Another server to use.</summary>
    public string? ServerReference { get; init; }

    internal static DisconnectPacket Read(ref WireReader reader, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        if (version == MqttProtocolVersion.V311)
            reader.ExpectEnd();
        if (reader.IsEmpty)
            return new DisconnectPacket(); // 3.14.2.1: absent means normal disconnection.
        ReasonCode reason = ReasonCodes.Check(MqttPacketType.Disconnect, reader.ReadByte(), limits.Sender);
        if (reader.IsEmpty)
            return new DisconnectPacket { Reason = reason }; // 3.14.2.2.1: absent means no properties.
        PropertyValues values = PropertyValues.Read(ref reader, MqttPacketType.Disconnect, limits);
        reader.ExpectEnd();
        if (limits.Sender == MqttSender.Server && values.Has(MqttPropertyId.SessionExpiryInterval))
            Refuse.ProtocolError("A server's DISCONNECT has a session expiry interval (MQTT-3.14.2-2).");
        return new DisconnectPacket
        {
            Reason = reason,
            SessionExpiryInterval = values.Number(MqttPropertyId.SessionExpiryInterval),
            ReasonString = values.Text(MqttPropertyId.ReasonString),
            UserProperties = values.UserProperties,
            ServerReference = values.Text(MqttPropertyId.ServerReference),
        };
    }

    internal override ControlPacket WithoutTexts() => this with { ReasonString = null, UserProperties = [] };

    internal override void Write(ref WireWriter writer, MqttProtocolVersion version)
    {
        if (version == MqttProtocolVersion.V311)
            return;
        RequireReason(Reason);
        writer.Byte((byte)Reason);
        writer.BeginProperties();
        writer.Property(MqttPropertyId.SessionExpiryInterval, SessionExpiryInterval);
        writer.Property(MqttPropertyId.ReasonString, ReasonString);
        writer.UserProperties(UserProperties);
        writer.Property(MqttPropertyId.ServerReference, ServerReference);
        writer.EndProperties();
    }
}

namespace Ota.Mqtt;

/// <summary>AUTH (3.15): a step of an enhanced authentication. MQTT 5.0 only.</summary>
public sealed record AuthPacket : ControlPacket
{
    /// <inheritdoc />
    public override MqttPacketType Type => MqttPacketType.Auth;

    /// <summary>Success (from a server), continue, or re-authenticate (from a client).</summary>
    public ReasonCode Reason { get; init; }

    /// <summary>The name of the authentication method; null only in the short form, which means success.</summary>
    public string? AuthenticationMethod { get; init; }

    /// <summary>The content of this step.</summary>
    public byte[]? AuthenticationData { get; init; }

    /// <summary>A text for a person who diagnoses.</summary>
    public string? ReasonString { get; init; }

    /// <summary>The user properties in their order.</summary>
    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    private bool IsShort => Reason == ReasonCode.Success && AuthenticationMethod is null && AuthenticationData is null
        && ReasonString is null && UserProperties.Count == 0;

    internal static AuthPacket Read(ref WireReader reader, MqttReaderLimits limits)
    {
        // 3.15.2.1: an empty packet means success without properties.
        byte code = reader.IsEmpty ? (byte)ReasonCode.Success : reader.ReadByte();
        bool isShort = reader.IsEmpty && code == (byte)ReasonCode.Success;
        ReasonCode reason = ReasonCodes.Check(MqttPacketType.Auth, code, limits.Sender);
        if (isShort)
            return new AuthPacket();
        PropertyValues values = PropertyValues.Read(ref reader, MqttPacketType.Auth, limits);
        reader.ExpectEnd();
        if (!values.Has(MqttPropertyId.AuthenticationMethod))
            Refuse.ProtocolError("AUTH has no authentication method (3.15.2.2.2).");
        return new AuthPacket
        {
            Reason = reason,
            AuthenticationMethod = values.Text(MqttPropertyId.AuthenticationMethod),
            AuthenticationData = values.Binary(MqttPropertyId.AuthenticationData),
            ReasonString = values.Text(MqttPropertyId.ReasonString),
            UserProperties = values.UserProperties,
        };
    }

    internal override void Write(ref WireWriter writer, MqttProtocolVersion version)
    {
        Require(version == MqttProtocolVersion.V500, "MQTT 3.1.1 has no AUTH.");
        if (IsShort)
            return;
        Require(AuthenticationMethod is not null, "AUTH needs an authentication method (3.15.2.2.2).");
        RequireReason(Reason);
        writer.Byte((byte)Reason);
        writer.BeginProperties();
        writer.Property(MqttPropertyId.AuthenticationMethod, AuthenticationMethod);
        writer.Property(MqttPropertyId.AuthenticationData, AuthenticationData);
        writer.Property(MqttPropertyId.ReasonString, ReasonString);
        writer.UserProperties(UserProperties);
        writer.EndProperties();
    }
}

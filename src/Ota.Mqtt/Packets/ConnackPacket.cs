namespace Ota.Mqtt;

/// <summary>CONNACK (3.2): the server's answer to CONNECT.</summary>
public sealed record ConnackPacket : ControlPacket
{
    /// <inheritdoc />
    public override MqttPacketType Type => MqttPacketType.Connack;

    /// <summary>Whether the server goes on with an older session; only with success.</summary>
    public bool SessionPresent { get; init; }

    /// <summary>The result. In MQTT 3.1.1 it travels as one of five return codes; see <see cref="ReasonCodes.ToReturnCode"/>.</summary>
    public ReasonCode Reason { get; init; }

    /// <summary>Seconds that the session outlives the connection; absent: what the client asked for.</summary>
    public uint? SessionExpiryInterval { get; init; }

    /// <summary>QoS 1 and 2 publishes that the server takes at once, not 0; absent: 65,535.</summary>
    public ushort? ReceiveMaximum { get; init; }

    /// <summary>The highest QoS that the server supports, 0 or 1; absent: 2.</summary>
    public MqttQos? MaximumQos { get; init; }

    /// <summary>Whether the server keeps retained messages; absent: yes.</summary>
    public bool? RetainAvailable { get; init; }

    /// <summary>The largest packet in bytes that the server takes, not 0; absent: no limit.</summary>
    public uint? MaximumPacketSize { get; init; }

    /// <summary>The identifier that the server chose for a client without one.</summary>
    public string? AssignedClientIdentifier { get; init; }

    /// <summary>The highest topic alias that the server takes; absent: 0, none.</summary>
    public ushort? TopicAliasMaximum { get; init; }

    /// <summary>A text for a person who diagnoses.</summary>
    public string? ReasonString { get; init; }

    /// <summary>The user properties in their order.</summary>
    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    /// <summary>Whether filters may have wildcards; absent: yes.</summary>
    public bool? WildcardSubscriptionAvailable { get; init; }

    /// <summary>Whether subscriptions may have identifiers; absent: yes.</summary>
    public bool? SubscriptionIdentifiersAvailable { get; init; }

    /// <summary>Whether subscriptions may be shared; absent: yes.</summary>
    public bool? SharedSubscriptionAvailable { get; init; }

    /// <summary>The keep-alive in seconds that the client must use; absent: its own.</summary>
    public ushort? ServerKeepAlive { get; init; }

    /// <summary>The basis of a response topic.</summary>
    public string? ResponseInformation { get; init; }

    /// <summary>Another server to use.</summary>
    public string? ServerReference { get; init; }

    /// <summary>The name of the enhanced authentication.</summary>
    public string? AuthenticationMethod { get; init; }

    /// <summary>The last content of the enhanced authentication.</summary>
    public byte[]? AuthenticationData { get; init; }

    internal static ConnackPacket Read(ref WireReader reader, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        byte flags = reader.ReadByte();
        if ((flags & 0xFE) != 0)
            Refuse.Malformed("The reserved flags of CONNACK are not zero (MQTT-3.2.2-1).");
        byte code = reader.ReadByte();
        bool sessionPresent = flags != 0;
        if (sessionPresent && code != 0)
            Refuse.ProtocolError("CONNACK refuses and yet has a session (MQTT-3.2.2-6; 3.1.1: MQTT-3.2.2-4).");
        // A server that knows 3.1.1 only answers a 5.0 client in the old form, which has no property length.
        if (version == MqttProtocolVersion.V311 || (reader.IsEmpty && code != 0))
        {
            reader.ExpectEnd();
            return new ConnackPacket { SessionPresent = sessionPresent, Reason = ReasonCodes.FromReturnCode(code) };
        }
        ReasonCode reason = ReasonCodes.Check(MqttPacketType.Connack, code, MqttSender.Server);
        PropertyValues values = PropertyValues.Read(ref reader, MqttPacketType.Connack, limits);
        reader.ExpectEnd();
        return From(sessionPresent, reason, values);
    }

    private static ConnackPacket From(bool sessionPresent, ReasonCode reason, PropertyValues values) => new()
    {
        SessionPresent = sessionPresent,
        Reason = reason,
        SessionExpiryInterval = values.Number(MqttPropertyId.SessionExpiryInterval),
        ReceiveMaximum = values.Short(MqttPropertyId.ReceiveMaximum),
        MaximumQos = (MqttQos?)values.Number(MqttPropertyId.MaximumQos),
        RetainAvailable = values.Flag(MqttPropertyId.RetainAvailable),
        MaximumPacketSize = values.Number(MqttPropertyId.MaximumPacketSize),
        AssignedClientIdentifier = values.Text(MqttPropertyId.AssignedClientIdentifier),
        TopicAliasMaximum = values.Short(MqttPropertyId.TopicAliasMaximum),
        ReasonString = values.Text(MqttPropertyId.ReasonString),
        UserProperties = values.UserProperties,
        WildcardSubscriptionAvailable = values.Flag(MqttPropertyId.WildcardSubscriptionAvailable),
        SubscriptionIdentifiersAvailable = values.Flag(MqttPropertyId.SubscriptionIdentifiersAvailable),
        SharedSubscriptionAvailable = values.Flag(MqttPropertyId.SharedSubscriptionAvailable),
        ServerKeepAlive = values.Short(MqttPropertyId.ServerKeepAlive),
        ResponseInformation = values.Text(MqttPropertyId.ResponseInformation),
        ServerReference = values.Text(MqttPropertyId.ServerReference),
        AuthenticationMethod = values.Text(MqttPropertyId.AuthenticationMethod),
        AuthenticationData = values.Binary(MqttPropertyId.AuthenticationData),
    };

    internal override ControlPacket WithoutTexts() => this with { ReasonString = null, UserProperties = [] };

    internal override void Write(ref WireWriter writer, MqttProtocolVersion version)
    {
        Require(!SessionPresent || Reason == ReasonCode.Success, "A refusing CONNACK has no session (MQTT-3.2.2-6).");
        writer.Byte((byte)(SessionPresent ? 1 : 0));
        if (version == MqttProtocolVersion.V311)
        {
            writer.Byte(ReasonCodes.ToReturnCode(Reason) ?? throw new ArgumentException(
                $"MQTT 3.1.1 has no return code for {Reason}: close without CONNACK (MQTT-3.2.2-6)."));
            return;
        }
        RequireReason(Reason);
        Require(MaximumQos is null or < MqttQos.ExactlyOnce, "The maximum QoS is 0 or 1, or absent (3.2.2.3.4).");
        writer.Byte((byte)Reason);
        writer.BeginProperties();
        writer.Property(MqttPropertyId.SessionExpiryInterval, SessionExpiryInterval);
        writer.Property(MqttPropertyId.ReceiveMaximum, ReceiveMaximum);
        writer.Property(MqttPropertyId.MaximumQos, (byte?)MaximumQos);
        writer.Property(MqttPropertyId.RetainAvailable, RetainAvailable);
        writer.Property(MqttPropertyId.MaximumPacketSize, MaximumPacketSize);
        writer.Property(MqttPropertyId.AssignedClientIdentifier, AssignedClientIdentifier);
        writer.Property(MqttPropertyId.TopicAliasMaximum, TopicAliasMaximum);
        writer.Property(MqttPropertyId.ReasonString, ReasonString);
        writer.UserProperties(UserProperties);
        writer.Property(MqttPropertyId.WildcardSubscriptionAvailable, WildcardSubscriptionAvailable);
        writer.Property(MqttPropertyId.SubscriptionIdentifiersAvailable, SubscriptionIdentifiersAvailable);
        writer.Property(MqttPropertyId.SharedSubscriptionAvailable, SharedSubscriptionAvailable);
        writer.Property(MqttPropertyId.ServerKeepAlive, ServerKeepAlive);
        writer.Property(MqttPropertyId.ResponseInformation, ResponseInformation);
        writer.Property(MqttPropertyId.ServerReference, ServerReference);
        writer.Property(MqttPropertyId.AuthenticationMethod, AuthenticationMethod);
        writer.Property(MqttPropertyId.AuthenticationData, AuthenticationData);
        writer.EndProperties();
    }
}

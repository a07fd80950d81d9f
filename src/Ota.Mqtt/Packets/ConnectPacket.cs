namespace Ota.Mqtt;

/// <summary>CONNECT (3.1): what a client asks for at the start of a connection.</summary>
public sealed record ConnectPacket : ControlPacket
{
    /// <inheritdoc />
    public override MqttPacketType Type => MqttPacketType.Connect;

    /// <summary>The version that the client speaks; all later packets of the connection are read and written in it.</summary>
    public MqttProtocolVersion Version { get; init; } = MqttProtocolVersion.V500;

    /// <summary>The client identifier; empty asks the server to choose one.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Whether an older session is to be discarded; called clean session in MQTT 3.1.1.</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>The longest silence of the client in seconds; 0 switches the supervision off.</summary>
    public ushort KeepAlive { get; init; }

    /// <summary>The user name, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>The password, or null; without a user name only in MQTT 5.0.</summary>
    public byte[]? Password { get; init; }

    /// <summary>The will, or null.</summary>
    public WillMessage? Will { get; init; }

    /// <summary>Seconds that the session outlives the connection, 0xFFFFFFFF for ever; absent: 0.</summary>
    public uint? SessionExpiryInterval { get; init; }

    /// <summary>QoS 1 and 2 publishes that the client takes at once, not 0; absent: 65,535.</summary>
    public ushort? ReceiveMaximum { get; init; }

    /// <summary>The largest packet in bytes that the client takes, not 0; absent: no limit.</summary>
    public uint? MaximumPacketSize { get; init; }

    /// <summary>The highest topic alias that the client takes; absent: 0, none.</summary>
    public ushort? TopicAliasMaximum { get; init; }

    /// <summary>Whether the client asks for response information; absent: no.</summary>
    public bool? RequestResponseInformation { get; init; }

    /// <summary>Whether reason strings and user properties may come with failures; absent: yes.</summary>
    public bool? RequestProblemInformation { get; init; }

    /// <summary>The user properties in their order.</summary>
    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    /// <summary>The name of the enhanced authentication that the client wants.</summary>
    public string? AuthenticationMethod { get; init; }

    /// <summary>The first content of the enhanced authentication; only with a method.</summary>
    public byte[]? AuthenticationData { get; init; }

    internal override void Write(ref WireWriter writer, MqttProtocolVersion version)
    {
        bool five = Version == MqttProtocolVersion.V500;
        Require(five || Version == MqttProtocolVersion.V311, "CONNECT can be written for MQTT 3.1.1 and 5.0.");
        Require(five || UserName is not null || Password is null, "In MQTT 3.1.1 a password needs a user name (MQTT-3.1.2-22).");
        Require(
            five || ClientId.Length > 0 || CleanStart, "In MQTT 3.1.1 an empty client identifier needs a clean session (MQTT-3.1.3-7).");
        Require(
            !five || AuthenticationMethod is not null || AuthenticationData is null, "Authentication data needs a method (3.1.2.11.10).");
        writer.Text("MQTT");
        writer.Byte((byte)Version);
        writer.Byte(ConnectFlags());
        writer.UInt16(KeepAlive);
        if (five)
            WriteProperties(ref writer);
        writer.Text(ClientId);
        Will?.Write(ref writer, Version);
        if (UserName is not null)
            writer.Text(UserName);
        if (Password is not null)
            writer.Binary(Password);
    }

    private byte ConnectFlags()
    {
        int flags = CleanStart ? 0x02 : 0;
        if (Will is not null)
            flags |= 0x04 | ((int)Will.Qos << 3) | (Will.Retain ? 0x20 : 0);
        if (Password is not null)
            flags |= 0x40;
        if (UserName is not null)
            flags |= 0x80;
        return (byte)flags;
    }

    private void WriteProperties(ref WireWriter writer)
    {
        writer.BeginProperties();
        writer.Property(MqttPropertyId.SessionExpiryInterval, SessionExpiryInterval);
        writer.Property(MqttPropertyId.ReceiveMaximum, ReceiveMaximum);
        writer.Property(MqttPropertyId.MaximumPacketSize, MaximumPacketSize);
        writer.Property(MqttPropertyId.TopicAliasMaximum, TopicAliasMaximum);
        writer.Property(MqttPropertyId.RequestResponseInformation, RequestResponseInformation);
        writer.Property(MqttPropertyId.RequestProblemInformation, RequestProblemInformation);
        writer.UserProperties(UserProperties);
        writer.Property(MqttPropertyId.AuthenticationMethod, AuthenticationMethod);
        writer.Property(MqttPropertyId.AuthenticationData, AuthenticationData);
        writer.EndProperties();
    }
}

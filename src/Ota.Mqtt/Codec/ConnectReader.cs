namespace Ota.Mqtt;

/// <summary>Reads CONNECT, the only packet that says itself which version it is in.</summary>
internal static class ConnectReader
{
    private const byte ReservedFlag = 0x01;
    private const byte CleanStartFlag = 0x02;
    private const byte WillFlag = 0x04;
    private const byte WillQosFlags = 0x18;
    private const byte WillRetainFlag = 0x20;
    private const byte PasswordFlag = 0x40;
    private const byte UserNameFlag = 0x80;

    public static ConnectPacket Read(ref WireReader reader, bool lengthIsMinimal, MqttReaderLimits limits)
    {
        MqttProtocolVersion version = ReadVersion(ref reader);
        try
        {
            if (!lengthIsMinimal && version == MqttProtocolVersion.V500)
                FixedHeader.RefuseLongLength();
            return ReadContent(ref reader, version, limits);
        }
        catch (MqttProtocolException refused) when (version == MqttProtocolVersion.V500)
        {
            refused.AnswerIn = MqttProtocolVersion.V500; // MQTT-3.1.4-1: CONNACK with the reason may precede the close.
            throw;
        }
    }

    private static MqttProtocolVersion ReadVersion(ref WireReader reader)
    {
        ReadOnlySpan<byte> name = reader.ReadPrefixed();
        MqttText.Check(name);
        byte level = reader.ReadByte();
        bool known = name.SequenceEqual("MQTT"u8);
        if (known && level is 4 or 5)
            return (MqttProtocolVersion)level;

        bool old = name.SequenceEqual("MQIsdp"u8); // MQTT 3.1 is level 3 under this name.
        if (!known && !old)
            Refuse.With(ReasonCode.UnsupportedProtocolVersion, "The protocol name is not MQTT (MQTT-3.1.2-1).");
        // MQTT-3.1.2-2: the peer speaks MQTT, so it can be told, in the form nearest to its own. Bridges set the top bit of the level.
        throw new MqttProtocolException(ReasonCode.UnsupportedProtocolVersion, "The protocol level is neither 4 nor 5 (MQTT-3.1.2-2).")
        {
            AnswerIn = old || (level & 0x7F) < 5 ? MqttProtocolVersion.V311 : MqttProtocolVersion.V500,
        };
    }

    private static ConnectPacket ReadContent(ref WireReader reader, MqttProtocolVersion version, MqttReaderLimits limits)
    {
        byte flags = reader.ReadByte();
        CheckFlags(flags, version);
        ushort keepAlive = reader.ReadUInt16();
        PropertyValues values = version == MqttProtocolVersion.V500
            ? PropertyValues.Read(ref reader, MqttPacketType.Connect, limits)
            : PropertyValues.None;
        if (values.Has(MqttPropertyId.AuthenticationData) && !values.Has(MqttPropertyId.AuthenticationMethod))
            Refuse.ProtocolError("CONNECT has authentication data without a method (3.1.2.11.10).");
        // MQTT-3.1.3-1: client identifier, will, user name, password, in this order.
        string clientId = reader.ReadText(); // MQTT-3.1.3-3, MQTT-3.1.3-4
        WillMessage? will = (flags & WillFlag) != 0 ? WillMessage.Read(ref reader, flags, version, limits) : null;
        string? userName = (flags & UserNameFlag) != 0 ? reader.ReadText() : null; // MQTT-3.1.3-12
        byte[]? password = (flags & PasswordFlag) != 0 ? reader.ReadPrefixed().ToArray() : null;
        reader.ExpectEnd();
        bool cleanStart = (flags & CleanStartFlag) != 0;
        RefuseEmptyClientId(clientId, cleanStart, version);
        return new ConnectPacket
        {
            Version = version,
            ClientId = clientId,
            CleanStart = cleanStart,
            KeepAlive = keepAlive,
            UserName = userName,
            Password = password,
            Will = will,
            SessionExpiryInterval = values.Number(MqttPropertyId.SessionExpiryInterval),
            ReceiveMaximum = values.Short(MqttPropertyId.ReceiveMaximum),
            MaximumPacketSize = values.Number(MqttPropertyId.MaximumPacketSize),
            TopicAliasMaximum = values.Short(MqttPropertyId.TopicAliasMaximum),
            RequestResponseInformation = values.Flag(MqttPropertyId.RequestResponseInformation),
            RequestProblemInformation = values.Flag(MqttPropertyId.RequestProblemInformation),
            UserProperties = values.UserProperties,
            AuthenticationMethod = values.Text(MqttPropertyId.AuthenticationMethod),
            AuthenticationData = values.Binary(MqttPropertyId.AuthenticationData),
        };
    }

    private static void CheckFlags(byte flags, MqttProtocolVersion version)
    {
        if ((flags & ReservedFlag) != 0)
            Refuse.Malformed("The reserved flag of CONNECT is set (MQTT-3.1.2-3).");
        if ((flags & WillFlag) == 0 && (flags & (WillQosFlags | WillRetainFlag)) != 0)
            Refuse.Malformed("CONNECT has will QoS or will retain without a will (MQTT-3.1.2-11, MQTT-3.1.2-13).");
        if ((flags & WillQosFlags) == WillQosFlags)
            Refuse.Malformed("CONNECT has will QoS 3 (MQTT-3.1.2-12; 3.1.1: MQTT-3.1.2-14).");
        if (version == MqttProtocolVersion.V311 && (flags & UserNameFlag) == 0 && (flags & PasswordFlag) != 0)
            Refuse.Malformed("CONNECT has a password without a user name (3.1.1: MQTT-3.1.2-22).");
    }

    // 3.1.1: MQTT-3.1.3-8 demands CONNACK with return code 2 for this.
    private static void RefuseEmptyClientId(string clientId, bool cleanStart, MqttProtocolVersion version)
    {
        if (version == MqttProtocolVersion.V500 || clientId.Length > 0 || cleanStart)
            return;
        throw new MqttProtocolException(
            ReasonCode.ClientIdentifierNotValid, "The client identifier is empty without a clean session (3.1.1: MQTT-3.1.3-8).")
        {
            AnswerIn = MqttProtocolVersion.V311,
        };
    }
}

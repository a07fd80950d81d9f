namespace Ota.Mqtt;

/// <summary>Which reason code each packet may carry, and the return codes of MQTT 3.1.1.</summary>
public static class ReasonCodes
{
    private static ReadOnlySpan<byte> Connack =>
    [
        0x00, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8C, 0x90, 0x95, 0x97, 0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9F,
    ];

    private static ReadOnlySpan<byte> PubackAndPubrec => [0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99];

    private static ReadOnlySpan<byte> PubrelAndPubcomp => [0x00, 0x92];

    private static ReadOnlySpan<byte> Suback => [0x00, 0x01, 0x02, 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2];

    private static ReadOnlySpan<byte> Unsuback => [0x00, 0x11, 0x80, 0x83, 0x87, 0x8F, 0x91];

    private static ReadOnlySpan<byte> DisconnectFromClient =>
        [0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99];

    private static ReadOnlySpan<byte> DisconnectFromServer =>
    [
        0x00, 0x80, 0x81, 0x82, 0x83, 0x87, 0x89, 0x8B, 0x8D, 0x8E, 0x8F, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99,
        0x9A, 0x9B, 0x9C, 0x9D, 0x9E, 0x9F, 0xA0, 0xA1, 0xA2,
    ];

    private static ReadOnlySpan<byte> AuthFromClient => [0x18, 0x19];

    private static ReadOnlySpan<byte> AuthFromServer => [0x00, 0x18];

    /// <summary>Whether the code says that something failed.</summary>
    /// <param name="reason">The code.</param>
    public static bool IsFailure(this ReasonCode reason) => (byte)reason >= 0x80;

    /// <summary>
    /// The CONNACK return code of MQTT 3.1.1 (its table 3.1) that is nearest in meaning; null when there is none and the connection
    /// must close without CONNACK (3.1.1: MQTT-3.2.2-6).
    /// </summary>
    /// <param name="reason">The reason.</param>
    public static byte? ToReturnCode(ReasonCode reason) => reason switch
    {
        ReasonCode.Success => 0,
        ReasonCode.UnsupportedProtocolVersion => 1,
        ReasonCode.ClientIdentifierNotValid => 2,
        ReasonCode.ServerUnavailable or ReasonCode.ServerBusy or ReasonCode.ServerShuttingDown or ReasonCode.QuotaExceeded
            or ReasonCode.UseAnotherServer or ReasonCode.ServerMoved or ReasonCode.ConnectionRateExceeded => 3,
        ReasonCode.BadUserNameOrPassword => 4,
        ReasonCode.NotAuthorized or ReasonCode.Banned or ReasonCode.BadAuthenticationMethod => 5,
        _ => null,
    };

    internal static ReasonCode FromReturnCode(byte returnCode)
    {
        switch (returnCode)
        {
            case 0: return ReasonCode.Success;
            case 1: return ReasonCode.UnsupportedProtocolVersion;
            case 2: return ReasonCode.ClientIdentifierNotValid;
            case 3: return ReasonCode.ServerUnavailable;
            case 4: return ReasonCode.BadUserNameOrPassword;
            case 5: return ReasonCode.NotAuthorized;
        }
        Refuse.ProtocolError("The return code of CONNACK is reserved (3.1.1: 3.2.2.3).");
        return default;
    }

    /// <summary>
    /// One of the packet's own codes: MQTT-3.2.2-8, 3.4.2-1, 3.5.2-1, 3.6.2-1, 3.7.2-1, 3.9.3-2, 3.11.3-2, 3.14.2-1, 3.15.2-1.
    /// </summary>
    internal static ReasonCode Check(MqttPacketType packet, byte code, MqttSender sender)
    {
        if (!IsAllowed(packet, code, sender))
            Refuse.ProtocolError("The packet has a reason code that it cannot carry.");
        return (ReasonCode)code;
    }

    internal static bool IsAllowed(MqttPacketType packet, byte code, MqttSender sender) => packet switch
    {
        MqttPacketType.Connack => Connack.Contains(code),
        MqttPacketType.Puback or MqttPacketType.Pubrec => PubackAndPubrec.Contains(code)
            && (code != (byte)ReasonCode.NoMatchingSubscribers || sender != MqttSender.Client), // 3.4.2.1: sent only by the server.
        MqttPacketType.Pubrel or MqttPacketType.Pubcomp => PubrelAndPubcomp.Contains(code),
        MqttPacketType.Suback => Suback.Contains(code),
        MqttPacketType.Unsuback => Unsuback.Contains(code),
        MqttPacketType.Disconnect => (sender != MqttSender.Server && DisconnectFromClient.Contains(code))
            || (sender != MqttSender.Client && DisconnectFromServer.Contains(code)),
        MqttPacketType.Auth => (sender != MqttSender.Server && AuthFromClient.Contains(code))
            || (sender != MqttSender.Client && AuthFromServer.Contains(code)),
        _ => false,
    };
}

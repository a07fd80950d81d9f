namespace Ota.Mqtt;

/// <summary>The result of an operation (MQTT 5.0 section 2.4); values from 0x80 on are failures.</summary>
public enum ReasonCode : byte
{
    /// <summary>Done; also normal disconnection in DISCONNECT and granted QoS 0 in SUBACK.</summary>
    Success = 0x00,

    /// <summary>The subscription is accepted with at most QoS 1.</summary>
    GrantedQos1 = 0x01,

    /// <summary>The subscription is accepted with at most QoS 2.</summary>
    GrantedQos2 = 0x02,

    /// <summary>The client goes and wants its will published.</summary>
    DisconnectWithWill = 0x04,

    /// <summary>The message is accepted, and nobody subscribes to it.</summary>
    NoMatchingSubscribers = 0x10,

    /// <summary>There was nothing to unsubscribe from.</summary>
    NoSubscriptionExisted = 0x11,

    /// <summary>Another step of the authentication follows.</summary>
    ContinueAuthentication = 0x18,

    /// <summary>The client starts a re-authentication.</summary>
    ReAuthenticate = 0x19,

    /// <summary>The sender does not say why; the only failure in a SUBACK of MQTT 3.1.1.</summary>
    UnspecifiedError = 0x80,

    /// <summary>The packet cannot be parsed according to the specification.</summary>
    MalformedPacket = 0x81,

    /// <summary>The packet has content that is not allowed, or came at the wrong moment.</summary>
    ProtocolError = 0x82,

    /// <summary>The packet is valid but the receiver cannot process it.</summary>
    ImplementationSpecificError = 0x83,

    /// <summary>The server does not speak the requested version; return code 1 in MQTT 3.1.1.</summary>
    UnsupportedProtocolVersion = 0x84,

    /// <summary>The client identifier is not allowed; return code 2 in MQTT 3.1.1.</summary>
    ClientIdentifierNotValid = 0x85,

    /// <summary>The user name or password is not accepted; return code 4 in MQTT 3.1.1.</summary>
    BadUserNameOrPassword = 0x86,

    /// <summary>The peer may not do this; return code 5 in MQTT 3.1.1.</summary>
    NotAuthorized = 0x87,

    /// <summary>The server cannot take the client now; return code 3 in MQTT 3.1.1.</summary>
    ServerUnavailable = 0x88,

    /// <summary>Try again later.</summary>
    ServerBusy = 0x89,

    /// <summary>The client has been forbidden by administrative action.</summary>
    Banned = 0x8A,

    /// <summary>The server stops.</summary>
    ServerShuttingDown = 0x8B,

    /// <summary>The authentication method is not supported, or not the one in use.</summary>
    BadAuthenticationMethod = 0x8C,

    /// <summary>Nothing arrived for one and a half keep-alive intervals.</summary>
    KeepAliveTimeout = 0x8D,

    /// <summary>Another connection uses the same client identifier.</summary>
    SessionTakenOver = 0x8E,

    /// <summary>The topic filter is well formed but not accepted.</summary>
    TopicFilterInvalid = 0x8F,

    /// <summary>The topic name is well formed but not accepted.</summary>
    TopicNameInvalid = 0x90,

    /// <summary>The packet identifier belongs to an exchange that has not ended.</summary>
    PacketIdentifierInUse = 0x91,

    /// <summary>The packet identifier is not known.</summary>
    PacketIdentifierNotFound = 0x92,

    /// <summary>More publishes are unacknowledged than the receiver allows.</summary>
    ReceiveMaximumExceeded = 0x93,

    /// <summary>The topic alias is zero or above the maximum.</summary>
    TopicAliasInvalid = 0x94,

    /// <summary>The packet is larger than the receiver allows.</summary>
    PacketTooLarge = 0x95,

    /// <summary>Messages arrive too fast.</summary>
    MessageRateTooHigh = 0x96,

    /// <summary>An administrative limit is reached.</summary>
    QuotaExceeded = 0x97,

    /// <summary>An administrator ended the connection.</summary>
    AdministrativeAction = 0x98,

    /// <summary>The payload does not have the announced format.</summary>
    PayloadFormatInvalid = 0x99,

    /// <summary>The server keeps no retained messages.</summary>
    RetainNotSupported = 0x9A,

    /// <summary>The server does not support this QoS.</summary>
    QosNotSupported = 0x9B,

    /// <summary>Use another server for now.</summary>
    UseAnotherServer = 0x9C,

    /// <summary>Use another server from now on.</summary>
    ServerMoved = 0x9D,

    /// <summary>The server has no shared subscriptions for this client.</summary>
    SharedSubscriptionsNotSupported = 0x9E,

    /// <summary>Connections arrive too fast.</summary>
    ConnectionRateExceeded = 0x9F,

    /// <summary>The connection has lasted as long as it may.</summary>
    MaximumConnectTime = 0xA0,

    /// <summary>The server has no subscription identifiers.</summary>
    SubscriptionIdentifiersNotSupported = 0xA1,

    /// <summary>The server has no wildcard subscriptions for this client.</summary>
    WildcardSubscriptionsNotSupported = 0xA2,
}

namespace Ota.Mqtt.Client;

/// <summary>What kind of failure a <see cref="MqttClientException"/> reports.</summary>
public enum MqttClientError
{
    /// <summary>No connection could be made: name, network, TLS, or no CONNACK in time.</summary>
    ConnectFailed,

    /// <summary>The server answered CONNECT with a refusal.</summary>
    Refused,

    /// <summary>The connection broke without a word.</summary>
    ConnectionLost,

    /// <summary>The server ended the connection with DISCONNECT.</summary>
    ServerDisconnected,

    /// <summary>The server broke the protocol or a limit, so the client ended the connection.</summary>
    ProtocolViolation,

    /// <summary>The server answered neither PINGREQ nor anything else in time.</summary>
    KeepAliveTimeout,

    /// <summary>The server did not acknowledge a packet in time.</summary>
    AcknowledgementTimeout,

    /// <summary>The server no longer knows the session, and the caller asked not to send again what may have arrived.</summary>
    SessionLost,

    /// <summary>The caller disconnected, or never connected.</summary>
    NotConnected,

    /// <summary>The client is disposed.</summary>
    Disposed,

    /// <summary>The message expired before it could be sent.</summary>
    Expired,

    /// <summary>The packet is larger than the server takes.</summary>
    PacketTooLarge,

    /// <summary>The server does not support the QoS, the retain flag or the kind of subscription.</summary>
    NotSupported,

    /// <summary>The client itself failed, for example in an event handler.</summary>
    Internal,
}

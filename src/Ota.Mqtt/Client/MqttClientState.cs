namespace Ota.Mqtt.Client;

/// <summary>Where a <see cref="MqttClient"/> stands.</summary>
public enum MqttClientState
{
    /// <summary>No connection, and none is being made.</summary>
    Disconnected,

    /// <summary>A first connection is being made.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Connected,

    /// <summary>The connection is lost and another one is being made, now or after a pause.</summary>
    Reconnecting,

    /// <summary>Disposed; final.</summary>
    Disposed,
}

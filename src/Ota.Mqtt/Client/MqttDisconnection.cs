namespace Ota.Mqtt.Client;

/// <summary>The end of a connection.</summary>
/// <param name="Cause">Why it ended; its kind is <see cref="MqttClientError.NotConnected"/> when the caller wanted it.</param>
/// <param name="WillReconnect">Whether the client goes on by itself.</param>
public sealed record MqttDisconnection(MqttClientException Cause, bool WillReconnect);

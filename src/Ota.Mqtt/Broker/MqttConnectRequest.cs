namespace Ota.Mqtt.Broker;

/// <summary>A CONNECT that waits for a decision.</summary>
/// <param name="Client">Who it says it is; the client identifier is empty when the broker is to assign one.</param>
/// <param name="Packet">The packet with its credentials.</param>
public sealed record MqttConnectRequest(MqttClientInfo Client, ConnectPacket Packet);

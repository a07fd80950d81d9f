namespace Ota.Mqtt.Broker;

/// <summary>A will whose delay has begun.</summary>
internal sealed record PendingWill(WillMessage Message, MqttClientInfo Client, long DueAt);

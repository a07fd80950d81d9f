namespace Ota.Mqtt.Broker;

/// <summary>How matching messages reach one receiver: what its subscriptions, taken together, ask for.</summary>
internal sealed record Delivery(MqttQos Qos, bool RetainAsPublished, uint[] Identifiers, SharedGroup? Group = null);

namespace Ota.Mqtt.Broker;

/// <summary>A stored message with what its receiver is to see of it. Whoever holds one owns a reference to the message.</summary>
internal readonly record struct QueuedMessage(BrokerMessage Message, Delivery Delivery, MqttQos Qos, bool Retain);

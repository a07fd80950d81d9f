namespace Ota.Mqtt.Broker;

/// <summary>One subscription in the tree.</summary>
internal sealed record SubscriptionEntry(MqttSession Session, bool NoLocal, Delivery Delivery);

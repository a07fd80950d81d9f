namespace Ota.Mqtt.Broker;

/// <summary>One session that matching messages go to.</summary>
/// <param name="Session">Who.</param>
/// <param name="Delivery">How.</param>
/// <param name="Own">How for messages that it has published itself; null when only subscriptions with No Local match.</param>
internal readonly record struct Receiver(MqttSession Session, Delivery Delivery, Delivery? Own);

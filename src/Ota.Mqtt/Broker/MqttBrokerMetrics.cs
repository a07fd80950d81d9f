using System.Diagnostics.Metrics;

namespace Ota.Mqtt.Broker;

/// <summary>The broker's instruments, in the meter <see cref="MeterName"/>; read when somebody collects, so that they cost nothing else.</summary>
public sealed class MqttBrokerMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Ota.Mqtt";

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">Makes the meter.</param>
    /// <param name="broker">Whose numbers they are.</param>
    public MqttBrokerMetrics(IMeterFactory factory, MqttBroker broker)
    {
        Meter meter = factory.Create(MeterName);
        BrokerCounters counters = broker.Counters;
        meter.CreateObservableUpDownCounter("ota.mqtt.connections", () => broker.ConnectionCount, "{connection}", "Open connections.");
        meter.CreateObservableUpDownCounter("ota.mqtt.sessions", () => broker.SessionCount, "{session}", "Sessions, connected or not.");
        meter.CreateObservableUpDownCounter("ota.mqtt.subscriptions", () => broker.SubscriptionCount, "{subscription}", "Subscriptions.");
        meter.CreateObservableUpDownCounter("ota.mqtt.retained", () => broker.RetainedCount, "{message}", "Retained messages.");
        meter.CreateObservableUpDownCounter("ota.mqtt.waiting", () => counters.MessagesWaiting, "{message}", "Messages waiting for clients.");
        meter.CreateObservableUpDownCounter("ota.mqtt.waiting.size", () => counters.BytesWaiting, "By", "Bytes waiting for clients.");
        meter.CreateObservableUpDownCounter(
            "ota.mqtt.connects.delayed", () => broker.ConnectGate.WaitingCount, "{connection}", "Connections not read yet because of the rate.");
        meter.CreateObservableCounter("ota.mqtt.connects", () => counters.Connects, "{connection}", "Accepted CONNECT packets.");
        meter.CreateObservableCounter("ota.mqtt.connects.refused", () => counters.ConnectsRefused, "{connection}", "Refused CONNECT packets.");
        meter.CreateObservableCounter(
            "ota.mqtt.publishers.throttled", () => counters.PublishersThrottled, "{pause}", "Pauses in reading clients that publish too fast.");
        meter.CreateObservableCounter("ota.mqtt.messages.received", () => counters.MessagesReceived, "{message}", "Publishes of clients.");
        meter.CreateObservableCounter("ota.mqtt.messages.sent", () => counters.MessagesSent, "{message}", "Publishes to clients.");
        meter.CreateObservableCounter("ota.mqtt.messages.dropped", () => counters.MessagesDropped, "{message}", "Messages that nobody gets.");
    }
}

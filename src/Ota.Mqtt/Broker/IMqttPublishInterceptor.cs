namespace Ota.Mqtt.Broker;

/// <summary>
/// Takes publishes out of the stream and answers for them: PUBACK or PUBREC leaves when the handler completes the message, in the order
/// of arrival (MQTT-4.6.0-2, MQTT-4.6.0-3), while the connection goes on reading within its budgets. When the connection is lost first,
/// the handler still completes the message, nothing is sent, and the client sends QoS 1 again; when the process is lost, it sends QoS 1
/// and 2 again. So a handler must tolerate to see a message twice. A will comes here too, once: nobody is there to be answered.
/// </summary>
public interface IMqttPublishInterceptor
{
    /// <summary>
    /// Called on the event loop of a connection with the messages of one read, in order: it must not block, since the loop's other
    /// connections would wait as well, nor throw. A will comes alone, on the thread that found its client gone. Each message is to be completed exactly once, now or later, on any thread.
    /// </summary>
    /// <param name="batch">The messages; the span is valid during the call, its elements until they are completed.</param>
    void Handle(ReadOnlySpan<InterceptedPublish> batch);
}

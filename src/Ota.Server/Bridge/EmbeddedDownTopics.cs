using Ota.Core.Vehicles;
using Ota.Mqtt;
using Ota.Mqtt.Broker;

namespace Ota.Server.Bridge;

/// <summary>Sends messages to vehicles by the embedded broker.</summary>
internal sealed class EmbeddedDownTopics(MqttBroker broker) : IDownTopics
{
    public Task PublishAsync(Vid vehicle, string type, ReadOnlyMemory<byte> payload, TimeSpan expiry, CancellationToken stop)
    {
        PublishProperties properties = new() { MessageExpiryInterval = (uint)Math.Ceiling(expiry.TotalSeconds) };
        broker.Publish($"v1/{vehicle}/down/{type}", payload, MqttQos.AtLeastOnce, properties: properties);
        return Task.CompletedTask;
    }
}

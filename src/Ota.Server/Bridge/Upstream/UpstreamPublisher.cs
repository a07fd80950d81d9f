using Ota.Mqtt;
using Ota.Mqtt.Client;

namespace Ota.Server.Bridge.Upstream;

/// <summary>Publishes to vehicles through the broker.</summary>
internal sealed class UpstreamPublisher(UpstreamLinks links)
{
    /// <summary>With QoS 1. While the connection is lost it waits, in a queue with a limit, until <paramref name="stop"/>.</summary>
    /// <returns>Whether the broker took it; false too before the first connection.</returns>
    public async Task<bool> PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken stop)
    {
        try
        {
            PublishResult result = await links.Evidence.Client.PublishAsync(topic, payload, MqttQos.AtLeastOnce, cancellationToken: stop);
            return result.IsSuccess;
        }
        catch (MqttClientException)
        {
            return false; // Said by the link, once, and not for each message.
        }
    }
}

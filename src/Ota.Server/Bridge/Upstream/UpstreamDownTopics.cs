using Ota.Core.Vehicles;
using Ota.Mqtt;
using Ota.Mqtt.Client;

namespace Ota.Server.Bridge.Upstream;

/// <summary>
/// Sends messages to vehicles by a broker outside. While the connection is lost a message waits, in a queue with
/// a limit, until the caller gives up.
/// </summary>
internal sealed class UpstreamDownTopics(UpstreamLinks links, UpstreamMetrics metrics) : IDownTopics
{
    public async Task PublishAsync(Vid vehicle, string type, ReadOnlyMemory<byte> payload, TimeSpan expiry, CancellationToken stop)
    {
        MqttMessage message = new()
        {
            Topic = $"v1/{vehicle}/down/{type}",
            Payload = new(payload),
            Qos = MqttQos.AtLeastOnce,
            Properties = new PublishProperties { MessageExpiryInterval = (uint)Math.Ceiling(expiry.TotalSeconds) },
        };
        try
        {
            PublishResult result = await links.Outlet.Client.PublishAsync(message, stop);
            metrics.Published(result.IsSuccess);
        }
        catch (MqttClientException)
        {
            metrics.Published(false); // Said by the link, once, and not for each message.
        }
    }
}

using System.Diagnostics;
using System.Text;
using Ota.Mqtt;
using Ota.Mqtt.Client;

namespace Ota.Server.Bridge.Upstream;

/// <summary>A message that came through the broker and is the broker's until it is completed.</summary>
internal sealed class UpstreamMessage(MqttReceivedMessage message) : IMqttHeldMessage
{
    private readonly byte[] _topic = Encoding.UTF8.GetBytes(message.Topic);

    public ReadOnlySpan<byte> Topic => _topic;

    public ReadOnlyMemory<byte> Payload => message.Payload;

    // A text would go to the broker, which has no use for it.
    public void Complete(ReasonCode reason = ReasonCode.Success, string? text = null)
    {
        ValueTask written = message.AcknowledgeAsync(reason);
        Debug.Assert(written.IsCompleted, "An acknowledgement is written into memory.");
        written.GetAwaiter().GetResult();
    }
}

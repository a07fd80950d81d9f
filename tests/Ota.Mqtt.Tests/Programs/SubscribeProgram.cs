using System.Text;
using Ota.Mqtt.Client;

namespace Ota.Mqtt.Tests.Programs;

/// <summary>Prints what comes on "stream" before it acknowledges it, so that nothing acknowledged is unprinted.</summary>
internal static class SubscribeProgram
{
    public static async Task RunAsync(int port, MqttProtocolVersion version, MqttQos qos, string id)
    {
        await using MqttClient client = new(new MqttClientOptions
        {
            Port = port,
            Version = version,
            ClientId = id,
            CleanStart = false,
            SessionExpiryInterval = 600,
        });
        bool isPresent = (await client.ConnectAsync()).SessionPresent;
        await client.SubscribeAsync("stream", qos);
        Console.WriteLine($"SUBSCRIBED {isPresent}");
        await foreach (MqttReceivedMessage message in client.ReadMessagesAsync())
        {
            Console.WriteLine($"SEEN {Encoding.UTF8.GetString(message.Payload.Span)} {message.Duplicate}");
            await message.AcknowledgeAsync();
        }
    }
}

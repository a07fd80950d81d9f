using System.Text;
using Ota.Mqtt.Client;

namespace Ota.Mqtt.Tests.Programs;

/// <summary>Publishes numbers to "stream", some at a time, and prints each that is acknowledged.</summary>
internal static class PublishProgram
{
    public static async Task RunAsync(int port, MqttProtocolVersion version, MqttQos qos, string id, int from, int count)
    {
        // What was in flight is gone with the process before, so its session is worth nothing (MQTT-3.2.2-4).
        await using MqttClient client = new(new MqttClientOptions { Port = port, Version = version, ClientId = id, CleanStart = true });
        await client.ConnectAsync();
        using SemaphoreSlim window = new(50);
        for (int number = from; number < from + count; number++)
        {
            await window.WaitAsync();
            _ = PublishAsync(number);
        }
        await Console.In.ReadToEndAsync();

        async Task PublishAsync(int number)
        {
            if ((await client.PublishAsync("stream", Encoding.UTF8.GetBytes($"{number}"), qos)).IsSuccess)
                Console.WriteLine($"ACKED {number}");
            window.Release();
        }
    }
}

using System.Collections.Concurrent;
using System.Text;
using Ota.Mqtt;
using Ota.Mqtt.Client;

namespace Ota.EndToEnd.Privacy;

/// <summary>Subscribes to everything on the port for developers, and keeps each topic with what came.</summary>
internal sealed class TopicObserver : IAsyncDisposable
{
    private readonly MqttClient _client;
    private Task _reading = Task.CompletedTask;

    private TopicObserver(int port) => _client = new MqttClient(new MqttClientOptions { Port = port, ClientId = "observer" });

    public ConcurrentQueue<(string Topic, string Payload)> Seen { get; } = new();

    public static async Task<TopicObserver> StartAsync(int port)
    {
        TopicObserver observer = new(port);
        await observer._client.ConnectAsync();
        (await observer._client.SubscribeAsync("#", MqttQos.AtLeastOnce)).Reasons.Should().Equal(ReasonCode.GrantedQos1);
        observer._reading = Task.Run(observer.ReadAsync);
        return observer;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (MqttReceivedMessage message in _client.ReadMessagesAsync())
            {
                Seen.Enqueue((message.Topic, Encoding.Latin1.GetString(message.Payload.Span)));
                await message.AcknowledgeAsync();
            }
        }
        catch (MqttClientException)
        {
            // Disposed in the middle of an acknowledgement.
        }
    }
}

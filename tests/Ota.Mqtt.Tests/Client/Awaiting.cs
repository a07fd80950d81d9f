using Ota.Mqtt.Client;

namespace Ota.Mqtt.Tests.Client;

/// <summary>Waiting with an end, for tests that must fail rather than hang.</summary>
internal static class Awaiting
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Patience);

    public static Task Soon(this Task task) => task.WaitAsync(Patience);

    public static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Patience);

    public static async Task<MqttClientException> FailsAsync<T>(this Task<T> task, MqttClientError error)
    {
        Func<Task> wait = () => task.Soon();
        MqttClientException failure = (await wait.Should().ThrowAsync<MqttClientException>()).Which;
        failure.Error.Should().Be(error);
        return failure;
    }

    public static Task<MqttClientException> FailsAsync(this ValueTask<PublishResult> task, MqttClientError error) =>
        task.AsTask().FailsAsync(error);

    public static async Task<List<MqttReceivedMessage>> TakeAsync(this MqttClient client, int count, bool acknowledge = true)
    {
        using CancellationTokenSource limit = new(Patience);
        List<MqttReceivedMessage> messages = [];
        await foreach (MqttReceivedMessage message in client.ReadMessagesAsync(limit.Token))
        {
            messages.Add(message);
            if (acknowledge)
                await message.AcknowledgeAsync();
            if (messages.Count == count)
                break;
        }
        return messages;
    }

    public static async Task<MqttReceivedMessage> TakeAsync(this MqttClient client) => (await client.TakeAsync(1))[0];
}

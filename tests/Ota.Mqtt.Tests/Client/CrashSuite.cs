using System.Globalization;
using System.Text;
using Ota.Mqtt.Client;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Client;

/// <summary>
/// The broker is killed (SIGKILL) in the middle of streams and started again. mosquitto saves after changes and not before
/// acknowledging, so it may forget; ours keeps its sessions in memory, so it does. What the client guarantees holds all the same.
/// </summary>
public abstract class CrashSuite(BrokerProcess broker) : IAsyncLifetime
{
    private const int Messages = 2000;

    public static TheoryData<MqttProtocolVersion, MqttQos> Streams => CuttingSuite.Exchanges;

    protected BrokerProcess Broker => broker;

    public Task InitializeAsync() => broker.StartAsync();

    public async Task DisposeAsync() => await broker.DisposeAsync();

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Every_publish_is_acknowledged_in_the_end_though_the_broker_is_killed(MqttProtocolVersion version, MqttQos qos)
    {
        await using MqttClient client = new(Options("publisher", version));
        await client.ConnectAsync().Soon();
        Task<PublishResult>[] publishing = [.. Enumerable.Range(0, Messages)
            .Select(i => client.PublishAsync("stream", Encoding.UTF8.GetBytes($"{i}"), qos).AsTask())];
        for (int kill = 1; kill <= 3; kill++)
        {
            await publishing[kill * Messages / 4].Soon(); // In the middle of the stream, not at a time.
            await broker.KillAsync();
            await broker.StartAsync();
        }
        (await Task.WhenAll(publishing).Soon()).Should().OnlyContain(result => result.IsSuccess);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_subscriber_goes_on_after_a_crash_and_gets_QoS_2_once_from_each_run_of_the_broker(MqttProtocolVersion version, MqttQos qos)
    {
        await using MqttClient subscriber = new(Options("subscriber", version));
        int run = 0;
        subscriber.Connected += _ => Interlocked.Increment(ref run);
        await subscriber.ConnectAsync().Soon();
        await subscriber.SubscribeAsync("stream", qos).Soon();
        await using MqttClient publisher = new(Options("publisher", version));
        await publisher.ConnectAsync().Soon();

        Dictionary<int, TaskCompletionSource> noted = new[] { 99, 199 }.ToDictionary(
            number => number, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Task<List<(int Run, int Number)>> reading = ReadAsync(subscriber, () => Volatile.Read(ref run), noted);
        for (int i = 0; i < 300; i++)
        {
            if (i is 100 or 200)
            {
                await noted[i - 1].Task.Soon(); // All of this run is noted as of this run.
                await broker.KillAsync();
                await broker.StartAsync();
                await CatchUpAsync(subscriber);
            }
            await publisher.PublishAsync("stream", Encoding.UTF8.GetBytes($"{i}"), qos).Soon();
        }
        await publisher.PublishAsync("stream", Encoding.UTF8.GetBytes("-1"), qos).Soon();
        List<(int Run, int Number)> seen = await reading.Soon();
        seen.Select(message => message.Number).Distinct().Should().BeEquivalentTo(Enumerable.Range(0, 300));
        if (qos == MqttQos.ExactlyOnce)
            seen.Should().OnlyHaveUniqueItems("a broker that forgot an exchange begins it again, but none comes twice before");
    }

    protected MqttClientOptions Options(string id, MqttProtocolVersion version) => new()
    {
        Port = broker.Port,
        Version = version,
        ClientId = id,
        CleanStart = false,
        SessionExpiryInterval = 600,
        MaximumInflight = 100,
        MaximumQueued = 500,
        Reconnect = new ReconnectPolicy { InitialDelay = TimeSpan.FromMilliseconds(5), MaximumDelay = TimeSpan.FromMilliseconds(50) },
    };

    /// <summary>The answer to another subscription comes behind all that was sent before, and behind renewed subscriptions.</summary>
    protected static Task CatchUpAsync(MqttClient client) => client.SubscribeAsync("nothing", MqttQos.AtMostOnce).Soon();

    private static async Task<List<(int Run, int Number)>> ReadAsync(
        MqttClient subscriber, Func<int> run, Dictionary<int, TaskCompletionSource> noted)
    {
        List<(int Run, int Number)> seen = [];
        await foreach (MqttReceivedMessage message in subscriber.ReadMessagesAsync())
        {
            int number = int.Parse(Encoding.UTF8.GetString(message.Payload.Span), CultureInfo.InvariantCulture);
            await message.AcknowledgeAsync();
            if (number < 0)
                return seen;
            seen.Add((run(), number));
            if (noted.TryGetValue(number, out TaskCompletionSource? waited))
                waited.TrySetResult();
        }
        return seen;
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Ota.Mqtt.Client;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Client;

/// <summary>The client against a real broker in a process of its own.</summary>
public abstract class BrokerSuite(BrokerProcess broker) : IAsyncLifetime
{
    private int _clients;

    public static TheoryData<MqttProtocolVersion> Versions => [MqttProtocolVersion.V311, MqttProtocolVersion.V500];

    public static TheoryData<MqttProtocolVersion, MqttQos> Deliveries
    {
        get
        {
            TheoryData<MqttProtocolVersion, MqttQos> data = [];
            foreach (MqttProtocolVersion version in Enum.GetValues<MqttProtocolVersion>())
            {
                foreach (MqttQos qos in Enum.GetValues<MqttQos>())
                    data.Add(version, qos);
            }
            return data;
        }
    }

    public Task InitializeAsync() => broker.StartAsync();

    public async Task DisposeAsync() => await broker.DisposeAsync();

    [Theory]
    [MemberData(nameof(Deliveries))]
    public async Task Messages_go_out_and_come_in_once_and_in_order(MqttProtocolVersion version, MqttQos qos)
    {
        await using MqttClient client = await ConnectAsync(version);
        (await client.SubscribeAsync("loop/#", qos)).Reasons.Should().Equal((ReasonCode)qos);
        Task<List<MqttReceivedMessage>> reading = client.TakeAsync(500);
        List<Task<PublishResult>> publishing = [];
        for (int i = 0; i < 500; i++)
            publishing.Add(client.PublishAsync("loop/a", Bytes($"{i}"), qos).AsTask());
        PublishResult[] results = await Task.WhenAll(publishing).Soon();
        List<MqttReceivedMessage> messages = await reading.Soon();

        results.Should().OnlyContain(result => result.IsSuccess);
        messages.Select(Text).Should().Equal(Enumerable.Range(0, 500).Select(i => $"{i}"));
        messages.Should().OnlyContain(message => message.Qos == qos && message.Topic == "loop/a" && !message.Retain);
        client.DroppedMessages.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_retained_message_waits_for_its_subscriber(MqttProtocolVersion version)
    {
        await using MqttClient client = await ConnectAsync(version);
        await client.PublishAsync("kept", Bytes("last"), MqttQos.AtLeastOnce, retain: true).Soon();
        await client.SubscribeAsync("kept", MqttQos.AtLeastOnce).Soon();
        MqttReceivedMessage message = await client.TakeAsync();
        Text(message).Should().Be("last");
        message.Retain.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_will_is_published_after_a_lost_connection_and_not_after_a_farewell(MqttProtocolVersion version)
    {
        await using MqttClient watcher = await ConnectAsync(version);
        await watcher.SubscribeAsync("will/+", MqttQos.AtLeastOnce).Soon();
        await using CuttingProxy proxy = new(broker.Port);
        await using MqttClient polite = await ConnectAsync(version, Will("will/polite")); // Not cut: its DISCONNECT might not have passed.
        await using MqttClient lost = await ConnectAsync(version, Will("will/lost"), proxy.Port);
        await polite.DisconnectAsync().Soon();
        proxy.CutAll();
        (await watcher.TakeAsync()).Topic.Should().Be("will/lost");
        await watcher.PublishAsync("will/end", default, MqttQos.AtLeastOnce).Soon();
        (await watcher.TakeAsync()).Topic.Should().Be("will/end");

        static Func<MqttClientOptions, MqttClientOptions> Will(string topic) =>
            options => options with { Will = new WillMessage { Topic = topic, Payload = Bytes("gone"), Qos = MqttQos.AtLeastOnce } };
    }

    [Fact]
    public async Task A_shared_subscription_divides_the_messages_between_two_clients()
    {
        await using MqttClient one = await ConnectAsync(MqttProtocolVersion.V500);
        await using MqttClient two = await ConnectAsync(MqttProtocolVersion.V500);
        await one.SubscribeAsync("$share/group/work/#", MqttQos.AtLeastOnce).Soon();
        await two.SubscribeAsync("$share/group/work/#", MqttQos.AtLeastOnce).Soon();
        await using MqttClient publisher = await ConnectAsync(MqttProtocolVersion.V500);
        Task<List<MqttReceivedMessage>> first = one.TakeAsync(50);
        Task<List<MqttReceivedMessage>> second = two.TakeAsync(50);
        for (int i = 0; i < 100; i++)
            await publisher.PublishAsync("work/item", Bytes($"{i}"), MqttQos.AtLeastOnce).Soon();
        (await first.Soon()).Concat(await second.Soon()).Select(Text).Should().BeEquivalentTo(Enumerable.Range(0, 100).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Request_and_response_properties_pass_through()
    {
        await using MqttClient client = await ConnectAsync(MqttProtocolVersion.V500);
        await client.SubscribeAsync([new Subscription { Filter = "ask", MaximumQos = MqttQos.AtLeastOnce }], identifier: 77).Soon();
        PublishProperties asked = new()
        {
            ResponseTopic = "answer/1",
            CorrelationData = [1, 2, 3],
            ContentType = "text",
            PayloadFormat = PayloadFormat.Utf8,
            MessageExpiryInterval = 60,
            UserProperties = [new("a", "1"), new("a", "2")],
        };
        await client.PublishAsync(new MqttMessage
        {
            Topic = "ask",
            Payload = new ReadOnlySequence<byte>(Bytes("?")),
            Qos = MqttQos.AtLeastOnce,
            Properties = asked,
        }).Soon();
        MqttReceivedMessage message = await client.TakeAsync();
        message.Properties.Should().BeEquivalentTo(asked with { SubscriptionIdentifiers = [77] });
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Nothing_comes_after_an_unsubscribe(MqttProtocolVersion version)
    {
        await using MqttClient client = await ConnectAsync(version);
        await client.SubscribeAsync("off", MqttQos.AtLeastOnce).Soon();
        await client.SubscribeAsync("on", MqttQos.AtLeastOnce).Soon();
        (await client.UnsubscribeAsync(["off"]).Soon()).Reasons.Should().Equal(ReasonCode.Success);
        await client.PublishAsync("off", Bytes("no"), MqttQos.AtLeastOnce).Soon();
        await client.PublishAsync("on", Bytes("yes"), MqttQos.AtLeastOnce).Soon();
        (await client.TakeAsync()).Topic.Should().Be("on");
    }

    [Fact]
    public async Task Unacknowledged_messages_come_again_to_the_next_process()
    {
        string id = NextId();
        Func<MqttClientOptions, MqttClientOptions> lasting = options =>
            options with { ClientId = id, CleanStart = false, SessionExpiryInterval = 600, ReceiveMaximum = 3 };
        await using MqttClient publisher = await ConnectAsync(MqttProtocolVersion.V500);
        await using (MqttClient first = await ConnectAsync(MqttProtocolVersion.V500, lasting))
        {
            await first.SubscribeAsync("again", MqttQos.AtLeastOnce).Soon();
            for (int i = 0; i < 5; i++)
                await publisher.PublishAsync("again", Bytes($"{i}"), MqttQos.AtLeastOnce).Soon();
            List<MqttReceivedMessage> messages = await first.TakeAsync(3, acknowledge: false);
            await messages[1].AcknowledgeAsync(); // Waits in the client for message 0.
        }
        await using MqttClient second = await ConnectAsync(MqttProtocolVersion.V500, lasting);
        (await second.TakeAsync(5)).Select(Text).Should().Equal("0", "1", "2", "3", "4");
    }

    [Theory]
    [MemberData(nameof(CuttingSuite.Exchanges), MemberType = typeof(CuttingSuite))]
    public async Task A_queue_longer_than_the_receive_maximum_comes_whole_though_the_connection_is_lost(MqttProtocolVersion version, MqttQos qos)
    {
        const int queued = 100;
        await using CuttingProxy proxy = new(broker.Port);
        await using MqttClient subscriber = await ConnectAsync(version, Lasting, proxy.Port);
        await subscriber.SubscribeAsync("queue", qos).Soon();
        await subscriber.DisconnectAsync().Soon();
        ConcurrentQueue<MqttClientError> ends = [];
        subscriber.Disconnected += end => ends.Enqueue(end.Cause.Error);
        await using MqttClient publisher = await ConnectAsync(version);
        for (int i = 0; i < queued; i++)
            (await publisher.PublishAsync("queue", Bytes($"{i}"), qos).Soon()).IsSuccess.Should().BeTrue();
        await subscriber.ConnectAsync().Soon();
        List<string> seen = [.. (await subscriber.TakeAsync(queued / 4)).Select(Text)];
        proxy.CutAll();
        while (seen[^1] != $"{queued - 1}")
            seen.Add(Text(await subscriber.TakeAsync()));
        (qos == MqttQos.ExactlyOnce ? seen : seen.Distinct()).Should().Equal(Enumerable.Range(0, queued).Select(i => $"{i}"));
        ends.Should().NotContain(MqttClientError.ProtocolViolation, "mosquitto goes over the maximum, and yet is not left for it");

        static MqttClientOptions Lasting(MqttClientOptions options) => options with
        {
            CleanStart = false,
            SessionExpiryInterval = 600,
            ReceiveMaximum = 4,
            Reconnect = new ReconnectPolicy { InitialDelay = TimeSpan.FromMilliseconds(5), MaximumDelay = TimeSpan.FromMilliseconds(50) },
        };
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(MqttReceivedMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    private string NextId() => $"client-{Interlocked.Increment(ref _clients)}";

    private async Task<MqttClient> ConnectAsync(
        MqttProtocolVersion version, Func<MqttClientOptions, MqttClientOptions>? change = null, int? port = null)
    {
        MqttClientOptions options = new() { Port = port ?? broker.Port, Version = version, ClientId = NextId() };
        MqttClient client = new(change?.Invoke(options) ?? options);
        await client.ConnectAsync().Soon();
        return client;
    }
}

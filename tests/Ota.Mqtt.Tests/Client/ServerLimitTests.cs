using Ota.Mqtt.Client;

namespace Ota.Mqtt.Tests.Client;

/// <summary>What the server said it takes, and the client's own bounds.</summary>
public sealed class ServerLimitTests : ScriptedTest
{
    [Fact]
    public async Task No_more_publishes_are_in_flight_than_the_server_takes()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(new ConnackPacket { ReceiveMaximum = 2 });
        Task<PublishResult>[] publishing = [.. Enumerable.Range(0, 4).Select(i => client.PublishAsync($"t{i}", default, MqttQos.AtLeastOnce).AsTask())];
        Task<SubackPacket> marker = client.SubscribeAsync("marker", MqttQos.AtMostOnce);
        ushort first = (await server.ReadAsync<TestPublish>()).PacketId;
        await server.ReadAsync<TestPublish>();
        await server.ReadAsync<SubscribePacket>(); // The third publish would have come before it.
        await server.AckAsync(MqttPacketType.Puback, first);
        (await server.ReadAsync<TestPublish>()).Topic.Should().Be("t2");
        await publishing[0].Soon();
        marker.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task What_the_server_does_not_take_is_refused_without_sending_it()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(new ConnackPacket
        {
            MaximumPacketSize = 50,
            MaximumQos = MqttQos.AtLeastOnce,
            RetainAvailable = false,
            SharedSubscriptionAvailable = false,
            WildcardSubscriptionAvailable = false,
            SubscriptionIdentifiersAvailable = false,
        });
        await client.PublishAsync("a", new byte[60]).FailsAsync(MqttClientError.PacketTooLarge);
        await client.PublishAsync("a", new byte[60], MqttQos.AtLeastOnce).FailsAsync(MqttClientError.PacketTooLarge);
        await client.PublishAsync("a", default, MqttQos.ExactlyOnce).FailsAsync(MqttClientError.NotSupported);
        await client.PublishAsync("a", default, retain: true).FailsAsync(MqttClientError.NotSupported);
        await client.SubscribeAsync("$share/g/a", MqttQos.AtMostOnce).FailsAsync(MqttClientError.NotSupported);
        await client.SubscribeAsync("a/#", MqttQos.AtMostOnce).FailsAsync(MqttClientError.NotSupported);
        await client.SubscribeAsync([new() { Filter = "a" }], identifier: 1).FailsAsync(MqttClientError.NotSupported);
        await client.SubscribeAsync(new string('a', 60), MqttQos.AtMostOnce).FailsAsync(MqttClientError.PacketTooLarge);
        await client.PublishAsync("fits", default).Soon();
        (await server.ReadAsync<TestPublish>()).Topic.Should().Be("fits");
    }

    [Fact]
    public async Task Topics_get_aliases_as_far_as_the_server_takes_them()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(new ConnackPacket { TopicAliasMaximum = 1 });
        foreach (string topic in new[] { "one", "two", "one" })
            await client.PublishAsync(topic, default).Soon();
        (await server.ReadAsync<TestPublish>()).Should().BeEquivalentTo(new { Topic = "one", Properties = new { TopicAlias = (ushort?)1 } });
        (await server.ReadAsync<TestPublish>()).Should().BeEquivalentTo(new { Topic = "two", Properties = new { TopicAlias = (ushort?)null } });
        (await server.ReadAsync<TestPublish>()).Should().BeEquivalentTo(new { Topic = "", Properties = new { TopicAlias = (ushort?)1 } });
    }

    [Fact]
    public async Task A_server_that_does_not_read_makes_publishers_wait_and_nothing_is_lost()
    {
        const int Count = 300;
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, options => options with { MaximumBuffered = 64 * 1024 });
        using CancellationTokenSource cancel = new();
        Task<PublishResult>[] publishing = [.. Enumerable.Range(0, Count).Select(_ => client.PublishAsync("big", new byte[100_000]).AsTask())];
        publishing[^1].IsCompleted.Should().BeFalse("30 MB fit into no socket buffer");
        Task<PublishResult> late = client.PublishAsync("late", default, cancellationToken: cancel.Token).AsTask();
        await cancel.CancelAsync();
        Func<Task> wait = () => late.Soon();
        await wait.Should().ThrowAsync<OperationCanceledException>();
        for (int i = 0; i < Count; i++)
            (await server.ReadAsync<TestPublish>()).Payload.Should().HaveCount(100_000);
        await Task.WhenAll(publishing).Soon();
    }

    [Fact]
    public async Task Publishes_beyond_the_queue_wait_in_order_and_can_be_called_off()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, options => options with { MaximumQueued = 1 });
        using CancellationTokenSource cancel = new();
        Task<PublishResult> one = client.PublishAsync("1", default, MqttQos.AtLeastOnce).AsTask();
        Task<PublishResult> two = client.PublishAsync("2", default, MqttQos.AtLeastOnce, cancellationToken: cancel.Token).AsTask();
        Task<PublishResult> three = client.PublishAsync("3", default, MqttQos.AtLeastOnce).AsTask();
        await cancel.CancelAsync();
        Func<Task> wait = () => two.Soon();
        await wait.Should().ThrowAsync<OperationCanceledException>();
        await server.AckAsync(MqttPacketType.Puback, (await server.ReadAsync<TestPublish>()).PacketId);
        TestPublish next = await server.ReadAsync<TestPublish>();
        next.Topic.Should().Be("3");
        await server.AckAsync(MqttPacketType.Puback, next.PacketId);
        await Task.WhenAll(one, three).Soon();
    }

    [Fact]
    public async Task The_time_spent_waiting_is_taken_off_the_expiry_and_an_expired_message_is_not_sent()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, Lasting);
        server.Dispose();
        ScriptedConnection next = await Server.AcceptAsync();
        Task<PublishResult> kept = Publish(client, 100);
        Task<PublishResult> expired = Publish(client, 5);
        Time.Advance(TimeSpan.FromSeconds(10));
        await next.SendAsync(new ConnackPacket());
        (await next.ReadAsync<TestPublish>()).Properties.MessageExpiryInterval.Should().Be(90);
        await expired.FailsAsync(MqttClientError.Expired);
        kept.IsCompleted.Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/+")]
    [InlineData("#")]
    [InlineData("a\0")]
    public async Task A_topic_that_nobody_may_publish_to_is_the_callers_mistake(string topic)
    {
        (MqttClient client, ScriptedConnection _) = await ConnectAsync();
        Action publish = () => _ = client.PublishAsync(topic, default).AsTask();
        publish.Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task A_topic_with_half_a_character_has_no_encoding()
    {
        (MqttClient client, ScriptedConnection _) = await ConnectAsync();
        Action publish = () => _ = client.PublishAsync("a\ud800", default).AsTask();
        publish.Should().Throw<ArgumentException>();
    }

    private static Task<PublishResult> Publish(MqttClient client, uint expiry) => client.PublishAsync(new MqttMessage
    {
        Topic = "a",
        Qos = MqttQos.AtLeastOnce,
        Properties = new PublishProperties { MessageExpiryInterval = expiry },
    }).AsTask();
}

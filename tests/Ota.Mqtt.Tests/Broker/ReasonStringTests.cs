using Ota.Mqtt.Broker;

namespace Ota.Mqtt.Tests.Broker;

public sealed class ReasonStringTests
{
    private const string Text = "Ask the operator for access.";

    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task A_refused_publish_says_why(MqttQos qos)
    {
        await using BrokerHost host = await StartAsync();
        using TestClient client = await host.ConnectAsync();
        await client.PublishAsync("closed", "x", qos, 1);
        TestAck answer = await client.ReceiveAsync<TestAck>();
        (answer.Reason, answer.ReasonString).Should().Be((ReasonCode.QuotaExceeded, Text));
        await client.PublishAsync("$SYS/x", "x", qos, 2);
        answer = await client.ReceiveAsync<TestAck>();
        answer.Reason.Should().Be(ReasonCode.NotAuthorized);
        answer.ReasonString.Should().NotBeNullOrEmpty();
        await client.PublishAsync("open", "x", qos, 3);
        (await client.ReceiveAsync<TestAck>()).ReasonString.Should().BeNull();
    }

    [Fact]
    public async Task SUBACK_says_why_the_first_refused_filter_was_refused()
    {
        await using BrokerHost host = await StartAsync(options => options.MaxSubscriptionsPerClient = 1);
        using TestClient client = await host.ConnectAsync();
        await client.SendAsync(new SubscribePacket
        {
            PacketId = 1,
            Subscriptions = [.. new[] { "open", "closed", "open/2" }.Select(filter => new Subscription { Filter = filter })],
        });
        SubackPacket answer = await client.ReceiveAsync<SubackPacket>();
        answer.Reasons.Should().Equal(ReasonCode.Success, ReasonCode.UnspecifiedError, ReasonCode.QuotaExceeded);
        answer.ReasonString.Should().Be(Text);
    }

    [Fact]
    public async Task An_interceptor_can_say_why_it_refuses()
    {
        HeldPublishes held = new();
        await using BrokerHost host = await StartAsync(options => options.Interceptions = [new MqttInterception("in", held)]);
        using TestClient client = await host.ConnectAsync();
        await client.PublishAsync("in", "x", MqttQos.AtLeastOnce, 1);
        InterceptedPublish publish = await held.NextAsync();
        publish.Invoking(one => one.Complete(ReasonCode.QuotaExceeded, "\uD800")).Should().Throw<ArgumentException>();
        publish.Complete(ReasonCode.QuotaExceeded, Text);
        TestAck answer = await client.ReceiveAsync<TestAck>();
        (answer.Reason, answer.ReasonString).Should().Be((ReasonCode.QuotaExceeded, Text));
        await client.PublishAsync("closed", "x", MqttQos.AtLeastOnce, 2);
        (await client.ReceiveAsync<TestAck>()).ReasonString.Should().Be(Text);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, 30u)]
    public async Task A_client_that_wants_no_text_or_has_no_room_for_it_gets_the_reason_alone(bool wants, uint? most)
    {
        await using BrokerHost host = await StartAsync();
        using TestClient client =
            await host.ConnectAsync(new ConnectPacket { RequestProblemInformation = wants, MaximumPacketSize = most });
        await client.PublishAsync("closed", "x", MqttQos.AtLeastOnce, 1);
        (await client.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Puback, 1, ReasonCode.QuotaExceeded));
        (await client.SubscribeAsync("closed")).ReasonString.Should().BeNull();
        await client.SendAsync(new ConnectPacket { ClientId = "again" });
        DisconnectPacket end = await client.ReceiveAsync<DisconnectPacket>();
        (end.Reason, end.ReasonString).Should().Be((ReasonCode.ProtocolError, null));
    }

    [Fact]
    public async Task DISCONNECT_says_what_was_wrong()
    {
        await using BrokerHost host = await StartAsync();
        using TestClient client = await host.ConnectAsync(new ConnectPacket { ClientId = "x" });
        host.Broker.Disconnect("x", ReasonCode.AdministrativeAction, Text).Should().BeTrue();
        (await client.ReceiveAsync<DisconnectPacket>()).ReasonString.Should().Be(Text);
        using TestClient wrong = await host.ConnectAsync();
        await wrong.SendAsync(new ConnectPacket { ClientId = "again" });
        (await wrong.ReceiveAsync<DisconnectPacket>()).ReasonString.Should().Contain("MQTT-3.1.0-2");
    }

    [Fact]
    public async Task A_request_whose_answer_the_client_could_not_take_ends_the_connection_and_changes_nothing()
    {
        await using BrokerHost host = await StartAsync();
        using TestClient client = await host.ConnectAsync(new ConnectPacket { MaximumPacketSize = 30 });
        Subscription[] many = [.. Enumerable.Range(0, 40).Select(i => new Subscription { Filter = $"{i}" })];
        await client.SendAsync(new SubscribePacket { PacketId = 1, Subscriptions = many });
        await client.EndsAsync(ReasonCode.PacketTooLarge);
        host.Broker.SubscriptionCount.Should().Be(0);
    }

    private static Task<BrokerHost> StartAsync(Action<MqttBrokerOptions>? configure = null) => BrokerHost.StartAsync(options =>
    {
        options.Access = _ => new Closed();
        configure?.Invoke(options);
    });

    private sealed class Closed : ITopicAccess
    {
        public bool MayPublish(ReadOnlySpan<byte> topic) => !topic.SequenceEqual("closed"u8);

        public bool MaySubscribe(ReadOnlySpan<byte> filter) => !filter.SequenceEqual("closed"u8);

        public MqttRefusal RefusePublish(ReadOnlySpan<byte> topic) => new(ReasonCode.QuotaExceeded, Text);

        // With a code that SUBACK cannot carry.
        public MqttRefusal RefuseSubscribe(ReadOnlySpan<byte> filter) => new(ReasonCode.MalformedPacket, Text);
    }
}

namespace Ota.Mqtt.Tests.Broker;

public sealed class PublishTests
{
    public static TheoryData<MqttQos, MqttQos, MqttQos> Qualities => new()
    {
        { MqttQos.AtMostOnce, MqttQos.ExactlyOnce, MqttQos.AtMostOnce },
        { MqttQos.AtLeastOnce, MqttQos.AtMostOnce, MqttQos.AtMostOnce },
        { MqttQos.AtLeastOnce, MqttQos.ExactlyOnce, MqttQos.AtLeastOnce },
        { MqttQos.ExactlyOnce, MqttQos.AtLeastOnce, MqttQos.AtLeastOnce },
        { MqttQos.ExactlyOnce, MqttQos.ExactlyOnce, MqttQos.ExactlyOnce },
    };

    [Theory]
    [MemberData(nameof(Qualities))]
    public async Task A_message_arrives_with_the_lower_QoS_of_publication_and_subscription(MqttQos sent, MqttQos asked, MqttQos expected)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient receiver = await host.ConnectAsync();
        using TestClient sender = await host.ConnectAsync(new ConnectPacket { Version = MqttProtocolVersion.V311 });
        await receiver.SubscribeAsync("a/+", asked);
        await sender.PublishAsync("a/b", "x", sent, sent == MqttQos.AtMostOnce ? (ushort)0 : (ushort)7);
        TestPublish got = await receiver.ReceiveAsync<TestPublish>();
        got.Qos.Should().Be(expected);
        got.Topic.Should().Be("a/b");
        got.Retain.Should().BeFalse();
    }

    [Fact]
    public async Task QoS_2_is_delivered_once_however_often_it_is_sent_before_PUBREL()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient receiver = await host.ConnectAsync();
        using TestClient sender = await host.ConnectAsync();
        await receiver.SubscribeAsync("#", MqttQos.AtMostOnce);
        TestPublish message = TestClient.Message("t", "once", MqttQos.ExactlyOnce, 5);
        await sender.SendAsync(message, message with { Duplicate = true });
        (await sender.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Pubrec, 5));
        (await sender.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Pubrec, 5));
        await sender.SendAsync(new TestAck(MqttPacketType.Pubrel, 5), new TestAck(MqttPacketType.Pubrel, 5));
        (await sender.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Pubcomp, 5));
        (await sender.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Pubcomp, 5, ReasonCode.PacketIdentifierNotFound));
        (await receiver.ReceiveTextAsync()).Should().Be("once");
        await receiver.PingAsync();
    }

    [Fact]
    public async Task A_publish_that_nobody_wants_is_acknowledged_with_0x10()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient sender = await host.ConnectAsync();
        await sender.PublishAsync("a", "x", MqttQos.AtLeastOnce, 3);
        (await sender.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Puback, 3, ReasonCode.NoMatchingSubscribers));
    }

    [Fact]
    public async Task Properties_are_forwarded_in_order_and_the_expiry_shrinks_while_a_message_waits()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        ConnectPacket connect = new() { ClientId = "r", CleanStart = false, SessionExpiryInterval = 1000 };
        using (TestClient away = await host.ConnectAsync(connect))
        {
            await away.SubscribeAsync("#", MqttQos.AtLeastOnce, identifier: 77);
            await away.SendAsync(new DisconnectPacket());
            (await away.ReceiveAsync()).Should().BeNull();
        }
        using TestClient sender = await host.ConnectAsync();
        PublishProperties properties = new()
        {
            MessageExpiryInterval = 60,
            ContentType = "c",
            ResponseTopic = "r/t",
            CorrelationData = [1, 2],
            PayloadFormat = PayloadFormat.Utf8,
            UserProperties = [new("b", "1"), new("a", "2"), new("b", "3")],
        };
        await sender.SendAsync(TestClient.Message("t", "keeps", MqttQos.AtLeastOnce, 1) with { Properties = properties });
        await sender.SendAsync(TestClient.Message("t", "goes", MqttQos.AtLeastOnce, 2) with { Properties = new() { MessageExpiryInterval = 5 } });
        await sender.ReceiveAsync<TestAck>();
        await sender.ReceiveAsync<TestAck>();
        host.Pass(10);
        using TestClient back = await host.ConnectAsync(connect);
        TestPublish got = await back.ReceiveAsync<TestPublish>();
        new TestPacket(got.Properties, MqttProtocolVersion.V500).Should().Be(new TestPacket(
            properties with { MessageExpiryInterval = 50, SubscriptionIdentifiers = [77] }, MqttProtocolVersion.V500));
        await back.PingAsync();
    }

    [Fact]
    public async Task Topic_aliases_work_both_ways()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient receiver = await host.ConnectAsync(new ConnectPacket { TopicAliasMaximum = 1 });
        using TestClient sender = await host.ConnectAsync();
        await receiver.SubscribeAsync("#");
        TestPublish named = TestClient.Message("one", "1") with { Properties = new() { TopicAlias = 9 } };
        await sender.SendAsync(named, named with { Topic = "" }, TestClient.Message("two", "2"), TestClient.Message("two", "2"));
        TestPublish first = await receiver.ReceiveAsync<TestPublish>();
        TestPublish second = await receiver.ReceiveAsync<TestPublish>();
        (first.Topic, first.Properties.TopicAlias).Should().Be(("one", (ushort?)1));
        (second.Topic, second.Properties.TopicAlias).Should().Be(("", (ushort?)1));
        for (int i = 0; i < 2; i++)
        {
            TestPublish beyond = await receiver.ReceiveAsync<TestPublish>();
            (beyond.Topic, beyond.Properties.TopicAlias).Should().Be(("two", (ushort?)null));
        }
        await sender.SendAsync(named with { Properties = new() { TopicAlias = 33 } });
        await sender.EndsAsync(ReasonCode.TopicAliasInvalid);
    }

    [Fact]
    public async Task A_message_larger_than_the_client_takes_is_left_out_and_the_next_one_comes()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient receiver = await host.ConnectAsync(new ConnectPacket { MaximumPacketSize = 100, ReceiveMaximum = 1 });
        await receiver.SubscribeAsync("#", MqttQos.AtLeastOnce);
        host.Broker.Publish("t", new byte[200], MqttQos.AtLeastOnce);
        host.Broker.Publish("t", "small"u8.ToArray(), MqttQos.AtLeastOnce);
        (await receiver.ReceiveTextAsync()).Should().Be("small");
    }

    [Fact]
    public async Task Clients_cannot_publish_to_the_brokers_own_topics()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient sender = await host.ConnectAsync();
        await sender.PublishAsync("$SYS/broker/uptime", "x", MqttQos.AtLeastOnce, 3);
        (await sender.ReceiveAsync<TestAck>()).Reason.Should().Be(ReasonCode.NotAuthorized);
    }

    [Fact]
    public async Task More_than_the_receive_maximum_ends_the_connection()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.ReceiveMaximum = 2);
        using TestClient sender = await host.ConnectAsync();
        for (ushort id = 1; id <= 3; id++)
            await sender.PublishAsync("t", "x", MqttQos.ExactlyOnce, id);
        await sender.ReceiveAsync<TestAck>();
        await sender.ReceiveAsync<TestAck>();
        await sender.EndsAsync(ReasonCode.ReceiveMaximumExceeded);
    }
}

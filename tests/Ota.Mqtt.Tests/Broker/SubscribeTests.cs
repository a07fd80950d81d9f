namespace Ota.Mqtt.Tests.Broker;

public sealed class SubscribeTests
{
    [Fact]
    public async Task Overlapping_subscriptions_deliver_once_with_the_highest_QoS_and_all_identifiers()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient client = await host.ConnectAsync();
        await client.SubscribeAsync("a/#", MqttQos.AtMostOnce, identifier: 1);
        await client.SubscribeAsync("a/+", MqttQos.AtLeastOnce, identifier: 300);
        host.Broker.Publish("a/b", "x"u8.ToArray(), MqttQos.ExactlyOnce).Should().Be(1);
        TestPublish got = await client.ReceiveAsync<TestPublish>();
        got.Qos.Should().Be(MqttQos.AtLeastOnce);
        got.Properties.SubscriptionIdentifiers.Should().BeEquivalentTo(new uint[] { 1, 300 });
    }

    [Fact]
    public async Task No_local_keeps_own_messages_away_and_retain_as_published_keeps_the_flag()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient own = await host.ConnectAsync();
        using TestClient other = await host.ConnectAsync();
        await own.SubscribeAsync(new Subscription { Filter = "t", NoLocal = true });
        await other.SubscribeAsync(new Subscription { Filter = "t", RetainAsPublished = true });
        await own.PublishAsync("t", "x", retain: true);
        (await other.ReceiveAsync<TestPublish>()).Retain.Should().BeTrue();
        await own.PingAsync();
    }

    [Theory]
    [InlineData(RetainHandling.Send, true, true)]
    [InlineData(RetainHandling.SendIfNew, true, false)]
    [InlineData(RetainHandling.DoNotSend, false, false)]
    public async Task Retain_handling_decides_what_a_subscription_gets_at_once(RetainHandling handling, bool first, bool again)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        host.Broker.Publish("a/b", "kept"u8.ToArray(), MqttQos.AtMostOnce, retain: true);
        using TestClient client = await host.ConnectAsync();
        foreach (bool expected in new[] { first, again })
        {
            await client.SubscribeAsync(new Subscription { Filter = "a/#", RetainHandling = handling });
            if (expected)
                (await client.ReceiveAsync<TestPublish>()).Retain.Should().BeTrue();
            await client.PingAsync();
        }
    }

    [Fact]
    public async Task An_empty_retained_message_deletes_and_an_expired_one_is_not_sent()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        host.Broker.Publish("a", "1"u8.ToArray(), MqttQos.AtMostOnce, retain: true);
        host.Broker.Publish("b", "2"u8.ToArray(), MqttQos.AtMostOnce, retain: true, new PublishProperties { MessageExpiryInterval = 5 });
        host.Broker.Publish("a", default, MqttQos.AtMostOnce, retain: true);
        host.Broker.RetainedCount.Should().Be(1);
        host.Pass(6);
        using TestClient client = await host.ConnectAsync();
        await client.SubscribeAsync("#");
        await client.PingAsync();
        host.Pass(120);
        host.Broker.RetainedCount.Should().Be(0);
    }

    [Fact]
    public async Task A_full_retained_store_refuses_with_quota_exceeded()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxRetainedMessages = 1);
        using TestClient client = await host.ConnectAsync();
        await client.SendAsync(
            TestClient.Message("a", "x", MqttQos.AtLeastOnce, 1, retain: true), TestClient.Message("b", "x", MqttQos.AtLeastOnce, 2, retain: true));
        (await client.ReceiveAsync<TestAck>()).Reason.Should().Be(ReasonCode.NoMatchingSubscribers);
        (await client.ReceiveAsync<TestAck>()).Reason.Should().Be(ReasonCode.QuotaExceeded);
    }

    [Fact]
    public async Task A_shared_subscription_deals_messages_out_in_turn()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient one = await host.ConnectAsync();
        using TestClient two = await host.ConnectAsync();
        await one.SubscribeAsync("$share/g/t/#", MqttQos.AtLeastOnce);
        await two.SubscribeAsync("$share/g/t/#", MqttQos.AtLeastOnce);
        for (int i = 0; i < 4; i++)
            host.Broker.Publish("t/x", new[] { (byte)('0' + i) }, MqttQos.AtLeastOnce).Should().Be(1);
        string[] got = [await one.ReceiveTextAsync(), await one.ReceiveTextAsync(), await two.ReceiveTextAsync(), await two.ReceiveTextAsync()];
        got.Should().BeEquivalentTo("0", "1", "2", "3");
    }

    [Fact]
    public async Task What_a_member_did_not_acknowledge_goes_to_another_when_its_session_ends()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient one = await host.ConnectAsync();
        await one.SubscribeAsync("$share/g/t", MqttQos.AtLeastOnce);
        host.Broker.Publish("t", "work"u8.ToArray(), MqttQos.AtLeastOnce);
        await one.ReceiveAsync<TestPublish>();
        using TestClient two = await host.ConnectAsync();
        await two.SubscribeAsync("$share/g/t", MqttQos.AtLeastOnce);
        one.Dispose();
        (await two.ReceiveTextAsync()).Should().Be("work");
    }

    [Fact]
    public async Task Unsubscribing_stops_delivery_and_says_whether_there_was_anything()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient client = await host.ConnectAsync();
        await client.SubscribeAsync("t");
        await client.SendAsync(new UnsubscribePacket { PacketId = 2, Filters = ["t", "u"] });
        (await client.ReceiveAsync<UnsubackPacket>()).Reasons.Should().Equal(ReasonCode.Success, ReasonCode.NoSubscriptionExisted);
        host.Broker.Publish("t", default, MqttQos.AtMostOnce).Should().Be(0);
        host.Broker.SubscriptionCount.Should().Be(0);
    }

    [Fact]
    public async Task Subscriptions_beyond_the_limit_are_refused()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxSubscriptionsPerClient = 1);
        using TestClient client = await host.ConnectAsync();
        (await client.SubscribeAsync("a", MqttQos.ExactlyOnce)).Reasons.Should().Equal(ReasonCode.GrantedQos2);
        (await client.SubscribeAsync("b")).Reasons.Should().Equal(ReasonCode.QuotaExceeded);
        (await client.SubscribeAsync("a")).Reasons.Should().Equal(ReasonCode.Success);
    }
}

namespace Ota.Mqtt.Tests.Broker;

public sealed class SessionTests
{
    private static readonly ConnectPacket Lasting = new() { ClientId = "s", CleanStart = false, SessionExpiryInterval = 100 };

    [Fact]
    public async Task A_session_keeps_its_messages_until_it_expires()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        await LeaveAsync(host, Lasting);
        host.Broker.Publish("t", "1"u8.ToArray(), MqttQos.AtLeastOnce).Should().Be(1);
        using (TestClient back = await host.ConnectAsync(Lasting))
        {
            back.Connack.SessionPresent.Should().BeTrue();
            (await back.ReceiveTextAsync()).Should().Be("1");
            await back.SendAsync(new DisconnectPacket());
            (await back.ReceiveAsync()).Should().BeNull();
        }
        host.Pass(101);
        host.Broker.SessionCount.Should().Be(0);
        host.Broker.SubscriptionCount.Should().Be(0);
        using TestClient anew = await host.ConnectAsync(Lasting);
        anew.Connack.SessionPresent.Should().BeFalse();
    }

    [Fact]
    public async Task A_clean_start_discards_the_old_session()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        await LeaveAsync(host, Lasting);
        using TestClient anew = await host.ConnectAsync(Lasting with { CleanStart = true });
        anew.Connack.SessionPresent.Should().BeFalse();
        await anew.PingAsync(); // Is answered after the old session has ended, for which CONNACK does not wait.
        host.Broker.SubscriptionCount.Should().Be(0);
        host.Broker.SessionCount.Should().Be(1);
    }

    [Fact]
    public async Task Unacknowledged_messages_come_again_in_order_with_DUP_and_their_identifiers()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        TestPublish[] first = new TestPublish[3];
        using (TestClient client = await host.ConnectAsync(Lasting))
        {
            await client.SubscribeAsync("t", MqttQos.ExactlyOnce);
            foreach (string payload in new[] { "a", "b", "c" })
                host.Broker.Publish("t", System.Text.Encoding.UTF8.GetBytes(payload), MqttQos.ExactlyOnce);
            for (int i = 0; i < 3; i++)
                first[i] = await client.ReceiveAsync<TestPublish>();
            await client.SendAsync(new TestAck(MqttPacketType.Pubrec, first[1].PacketId));
            (await client.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Pubrel, first[1].PacketId));
        }
        using TestClient back = await host.ConnectAsync(Lasting);
        TestPublish again = await back.ReceiveAsync<TestPublish>();
        (again.PacketId, again.Duplicate, again.Payload[0]).Should().Be((first[0].PacketId, true, (byte)'a'));
        (await back.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Pubrel, first[1].PacketId));
        again = await back.ReceiveAsync<TestPublish>();
        (again.PacketId, again.Duplicate, again.Payload[0]).Should().Be((first[2].PacketId, true, (byte)'c'));
    }

    [Fact]
    public async Task A_smaller_receive_maximum_after_the_return_is_respected()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using (TestClient client = await host.ConnectAsync(Lasting))
        {
            await client.SubscribeAsync("t", MqttQos.AtLeastOnce);
            foreach (byte payload in "abc"u8.ToArray())
                host.Broker.Publish("t", new[] { payload }, MqttQos.AtLeastOnce);
            for (int i = 0; i < 3; i++)
                await client.ReceiveAsync<TestPublish>();
        }
        using TestClient back = await host.ConnectAsync(Lasting with { ReceiveMaximum = 1 });
        host.Broker.Publish("t", "d"u8.ToArray(), MqttQos.AtLeastOnce);
        foreach (string expected in new[] { "a", "b", "c", "d" })
        {
            TestPublish publish = await back.ReceiveAsync<TestPublish>();
            System.Text.Encoding.UTF8.GetString(publish.Payload).Should().Be(expected);
            await back.PingAsync();
            await back.SendAsync(new TestAck(MqttPacketType.Puback, publish.PacketId));
        }
    }

    [Fact]
    public async Task Another_connection_takes_over_and_the_old_one_is_told()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient old = await host.ConnectAsync(Lasting);
        await old.SubscribeAsync("t");
        using TestClient young = await host.ConnectAsync(Lasting);
        young.Connack.SessionPresent.Should().BeTrue();
        await old.EndsAsync(ReasonCode.SessionTakenOver);
        host.Broker.Publish("t", "x"u8.ToArray(), MqttQos.AtMostOnce);
        (await young.ReceiveTextAsync()).Should().Be("x");
    }

    [Fact]
    public async Task DISCONNECT_cannot_give_an_expiry_to_a_session_that_had_none()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient client = await host.ConnectAsync();
        await client.SendAsync(new DisconnectPacket { SessionExpiryInterval = 5 });
        await client.EndsAsync(ReasonCode.ProtocolError);
    }

    [Fact]
    public async Task DISCONNECT_may_give_an_expiry_that_the_broker_had_cut_to_nothing()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxSessionExpiry = TimeSpan.Zero);
        using TestClient client = await host.ConnectAsync(new ConnectPacket { SessionExpiryInterval = 100 });
        client.Connack.SessionExpiryInterval.Should().Be(0);
        await client.SendAsync(new DisconnectPacket { SessionExpiryInterval = 50 });
        (await client.ReceiveAsync()).Should().BeNull();
        host.Broker.SessionCount.Should().Be(0);
    }

    [Fact]
    public async Task A_new_connection_begins_with_the_whole_receive_maximum()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.ReceiveMaximum = 2);
        using (TestClient client = await host.ConnectAsync(Lasting))
        {
            for (ushort id = 1; id <= 2; id++)
                await PublishOnceAsync(client, id);
        }
        using TestClient back = await host.ConnectAsync(Lasting);
        await PublishOnceAsync(back, 2); // Again, and now it counts.
        await PublishOnceAsync(back, 3);
        await back.SendAsync(new TestAck(MqttPacketType.Pubrel, 2));
        (await back.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Pubcomp, 2));
        await back.SendAsync(new TestAck(MqttPacketType.Pubrel, 1));
        (await back.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Pubcomp, 1));
        await PublishOnceAsync(back, 4);
        await back.PublishAsync("t", "x", MqttQos.ExactlyOnce, 5);
        await back.EndsAsync(ReasonCode.ReceiveMaximumExceeded);
    }

    [Fact]
    public async Task A_silent_client_is_disconnected_after_one_and_a_half_keep_alives()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient client = await host.ConnectAsync(new ConnectPacket { KeepAlive = 10 });
        host.Pass(14);
        await client.PingAsync();
        host.Pass(14);
        await client.PingAsync();
        host.Pass(17);
        await client.EndsAsync(ReasonCode.KeepAliveTimeout);
    }

    [Fact]
    public async Task A_stop_tells_the_clients()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient client = await host.ConnectAsync();
        host.Broker.Stop();
        await client.EndsAsync(ReasonCode.ServerShuttingDown);
    }

    private static async Task PublishOnceAsync(TestClient client, ushort id)
    {
        await client.PublishAsync("t", "x", MqttQos.ExactlyOnce, id);
        TestAck answer = await client.ReceiveAsync<TestAck>();
        (answer.Type, answer.PacketId).Should().Be((MqttPacketType.Pubrec, id));
    }

    private static async Task LeaveAsync(BrokerHost host, ConnectPacket connect)
    {
        using TestClient client = await host.ConnectAsync(connect);
        await client.SubscribeAsync("t", MqttQos.AtLeastOnce);
        await client.SendAsync(new DisconnectPacket());
        (await client.ReceiveAsync()).Should().BeNull();
    }
}

namespace Ota.Mqtt.Tests.Broker;

public sealed class SlowConsumerTests
{
    [Fact]
    public async Task A_client_that_takes_nothing_is_cut_off_and_the_others_never_notice()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxQueuedBytes = 1024 * 1024);
        using TestClient slow = await host.ConnectAsync();
        using TestClient quick = await host.ConnectAsync();
        await slow.SubscribeAsync("big");
        await quick.SubscribeAsync("small");
        byte[] payload = new byte[64 * 1024];
        int taken = 0;
        for (int idle = 0; idle < 20; idle++)
        {
            for (; host.Broker.Publish("big", payload, MqttQos.AtMostOnce) == 1; idle = 0)
                (++taken).Should().BeLessThan(2000, "sockets and queue are bounded");
            await quick.PingAsync(); // Lets the sockets take what they can.
        }
        host.Broker.Publish("small", "through"u8.ToArray(), MqttQos.AtMostOnce);
        (await quick.ReceiveTextAsync()).Should().Be("through");
        host.Pass(31);
        await quick.PingAsync();
        object? packet;
        int received = 0;
        while ((packet = await slow.ReceiveAsync()) is TestPublish)
            received++;
        packet.Should().BeNull();
        received.Should().BeLessThan(taken);
    }

    [Fact]
    public async Task What_is_in_flight_to_a_client_is_bounded_in_bytes()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxQueuedBytes = 100_000);
        using TestClient client = await host.ConnectAsync();
        await client.SubscribeAsync("t", MqttQos.AtLeastOnce);
        byte[] payload = new byte[10_000];
        for (int i = 0; i < 9; i++)
            host.Broker.Publish("t", payload, MqttQos.AtLeastOnce).Should().Be(1);
        host.Broker.Publish("t", payload, MqttQos.AtLeastOnce).Should().Be(0);
    }

    [Fact]
    public async Task Clients_that_fill_the_broker_do_not_keep_messages_from_those_that_acknowledge()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxTotalQueuedBytes = 100_000);
        using TestClient greedy = await host.ConnectAsync();
        using TestClient modest = await host.ConnectAsync();
        await greedy.SubscribeAsync("greedy", MqttQos.AtLeastOnce);
        await modest.SubscribeAsync("modest", MqttQos.AtLeastOnce);
        byte[] payload = new byte[20_000];
        int taken = 0;
        while (host.Broker.Publish("greedy", payload, MqttQos.AtLeastOnce) == 1)
            (++taken).Should().BeLessThan(10);
        for (int i = 0; i < 100; i++)
        {
            host.Broker.Publish("modest", "small"u8.ToArray(), MqttQos.AtLeastOnce).Should().Be(1);
            (await modest.ReceiveTextAsync()).Should().Be("small");
        }
        host.Pass(31);
        for (int i = 0; i < taken; i++)
            await greedy.ReceiveAsync<TestPublish>();
        await greedy.EndsAsync(ReasonCode.QuotaExceeded);
        await modest.PingAsync();
        host.Broker.Counters.IsFull.Should().BeFalse();
    }

    [Fact]
    public async Task A_client_that_acknowledges_nothing_fills_its_queue_and_is_disconnected_for_it()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxQueuedMessages = 2);
        using TestClient client = await host.ConnectAsync(new ConnectPacket { ReceiveMaximum = 1 });
        await client.SubscribeAsync("t", MqttQos.AtLeastOnce);
        for (int i = 0; i < 3; i++)
            host.Broker.Publish("t", default, MqttQos.AtLeastOnce).Should().Be(1);
        host.Broker.Publish("t", default, MqttQos.AtLeastOnce).Should().Be(0, "the queue is full");
        await client.ReceiveAsync<TestPublish>();
        host.Pass(31);
        await client.EndsAsync(ReasonCode.QuotaExceeded);
    }
}

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

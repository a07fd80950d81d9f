namespace Ota.Mqtt.Tests.Broker;

public sealed class LimitedPublisherTests
{
    [Fact]
    public async Task A_client_that_publishes_too_fast_is_read_at_the_configured_rate_and_loses_nothing()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxPublishesPerSecond = 2);
        using TestClient quick = await host.ConnectAsync();
        using TestClient other = await host.ConnectAsync();
        await quick.SendAsync([.. Enumerable.Range(1, 6).Select(id => TestClient.Message("t", "x", MqttQos.AtLeastOnce, (ushort)id))]);
        for (ushort id = 1; id <= 3; id++)
            (await quick.ReceiveAsync<TestAck>()).PacketId.Should().Be(id);
        Task<TestAck> next = quick.ReceiveAsync<TestAck>();
        await other.PublishAsync("t", "x", MqttQos.AtLeastOnce, 1);
        await other.ReceiveAsync<TestAck>();
        next.IsCompleted.Should().BeFalse();
        host.Pass(1);
        (await next).PacketId.Should().Be(4);
        (await quick.ReceiveAsync<TestAck>()).PacketId.Should().Be(5);
        host.Pass(1);
        (await quick.ReceiveAsync<TestAck>()).PacketId.Should().Be(6);
        host.Broker.Counters.PublishersThrottled.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task A_client_that_is_not_read_is_not_taken_for_silent()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxPublishBytesPerSecond = 100);
        using TestClient client = await host.ConnectAsync(new ConnectPacket { KeepAlive = 2 });
        await client.PublishAsync("t", new string('x', 1100), MqttQos.AtLeastOnce, 1);
        await client.ReceiveAsync<TestAck>();
        host.Pass(8);
        await client.SendAsync(MqttPacketType.Pingreq);
        host.Pass(4);
        (await client.ReceiveAsync()).Should().Be(MqttPacketType.Pingresp);
    }

    [Fact]
    public async Task A_client_that_is_not_read_can_be_disconnected()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxPublishBytesPerSecond = 1);
        using TestClient client = await host.ConnectAsync(new ConnectPacket { ClientId = "x" });
        await client.PublishAsync("t", new string('x', 1000), MqttQos.AtLeastOnce, 1);
        await client.ReceiveAsync<TestAck>();
        host.Broker.Disconnect("x");
        await client.EndsAsync(ReasonCode.AdministrativeAction);
    }
}

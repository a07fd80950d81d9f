using System.Text;
using Ota.Mqtt.Broker;

namespace Ota.Mqtt.Tests.Broker;

public sealed class WillTests
{
    private static readonly ConnectPacket Mortal = new()
    {
        ClientId = "m",
        CleanStart = false,
        SessionExpiryInterval = 100,
        Will = new WillMessage { Topic = "will", Payload = "gone"u8.ToArray() },
    };

    private static readonly ConnectPacket Delayed = Mortal with { Will = Mortal.Will! with { DelayInterval = 10 } };

    [Fact]
    public async Task A_lost_connection_publishes_the_will_at_once()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient witness = await WitnessAsync(host);
        using TestClient client = await host.ConnectAsync(Mortal);
        client.Dispose();
        (await witness.ReceiveTextAsync()).Should().Be("gone");
    }

    [Fact]
    public async Task DISCONNECT_deletes_the_will_unless_it_asks_for_it()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient witness = await WitnessAsync(host);
        using TestClient quiet = await host.ConnectAsync(Mortal);
        await quiet.SendAsync(new DisconnectPacket());
        (await quiet.ReceiveAsync()).Should().BeNull();
        await witness.PingAsync();
        using TestClient loud = await host.ConnectAsync(Mortal);
        await loud.SendAsync(new DisconnectPacket { Reason = ReasonCode.DisconnectWithWill });
        (await witness.ReceiveTextAsync()).Should().Be("gone");
    }

    [Fact]
    public async Task A_delayed_will_waits_and_comes()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient witness = await WitnessAsync(host);
        await LoseAsync(host, Delayed);
        host.Pass(9);
        await witness.PingAsync();
        host.Pass(2);
        (await witness.ReceiveTextAsync()).Should().Be("gone");
    }

    [Fact]
    public async Task A_client_that_returns_in_time_cancels_its_delayed_will()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient witness = await WitnessAsync(host);
        await LoseAsync(host, Delayed);
        using TestClient back = await host.ConnectAsync(Delayed);
        host.Pass(20);
        await witness.PingAsync();
    }

    [Fact]
    public async Task The_end_of_the_session_publishes_a_delayed_will()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient witness = await WitnessAsync(host);
        await LoseAsync(host, Delayed);
        using TestClient anew = await host.ConnectAsync(new ConnectPacket { ClientId = "m" });
        (await witness.ReceiveTextAsync()).Should().Be("gone");
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_take_over_publishes_the_will_unless_it_is_delayed(bool isDelayed, bool comes)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient witness = await WitnessAsync(host);
        using TestClient old = await host.ConnectAsync(isDelayed ? Delayed : Mortal);
        using TestClient young = await host.ConnectAsync(Mortal);
        await old.EndsAsync(ReasonCode.SessionTakenOver);
        if (comes)
            (await witness.ReceiveTextAsync()).Should().Be("gone");
        await witness.PingAsync();
    }

    [Fact]
    public async Task A_take_over_does_not_lose_the_will_of_a_connection_that_is_just_ending()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient witness = await WitnessAsync(host);
        using TestClient old = await host.ConnectAsync(Mortal);
        host.Broker.Disconnect("m");
        using TestClient young = await host.ConnectAsync(Mortal with { Will = null });
        (await witness.ReceiveTextAsync()).Should().Be("gone");
        await witness.PingAsync();
    }

    [Fact]
    public async Task A_protocol_error_publishes_the_will()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient witness = await WitnessAsync(host);
        using TestClient client = await host.ConnectAsync(Mortal);
        await client.SendAsync(Mortal);
        await client.EndsAsync(ReasonCode.ProtocolError);
        (await witness.ReceiveTextAsync()).Should().Be("gone");
    }

    [Fact]
    public async Task A_stop_of_the_broker_publishes_the_wills()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient client = await host.ConnectAsync(Mortal with { Will = Mortal.Will! with { Retain = true } });
        host.Broker.Stop();
        await client.EndsAsync(ReasonCode.ServerShuttingDown);
        host.Broker.RetainedCount.Should().Be(1);
    }

    [Theory]
    [InlineData(MqttQos.AtMostOnce)]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task A_will_on_an_intercepted_topic_goes_to_its_interceptor_alone(MqttQos qos)
    {
        HeldPublishes held = new();
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.Interceptions = [new MqttInterception("will", held)]);
        using TestClient witness = await WitnessAsync(host);
        using TestClient client = await host.ConnectAsync(Mortal with { Will = Mortal.Will! with { Qos = qos } });
        client.Dispose();
        InterceptedPublish will = await held.NextAsync();
        (Encoding.UTF8.GetString(will.Payload.Span), will.Qos, will.Client.ClientId).Should().Be(("gone", qos, "m"));
        will.Complete();
        await witness.PingAsync();
    }

    [Fact]
    public async Task A_forwarded_will_reaches_its_receivers_when_the_interceptor_has_completed_it()
    {
        HeldPublishes held = new();
        await using BrokerHost host = await BrokerHost.StartAsync(
            options => options.Interceptions = [new MqttInterception("will", held) { Forward = true }]);
        using TestClient witness = await WitnessAsync(host);
        await LoseAsync(host, Delayed);
        host.Pass(12);
        InterceptedPublish will = await held.NextAsync();
        await witness.PingAsync();
        will.Complete();
        (await witness.ReceiveTextAsync()).Should().Be("gone");
    }

    private static async Task<TestClient> WitnessAsync(BrokerHost host)
    {
        TestClient witness = await host.ConnectAsync();
        await witness.SubscribeAsync("will");
        return witness;
    }

    /// <summary>Ends with DISCONNECT 0x04, which the broker answers by closing, so that the test knows that it has seen it.</summary>
    private static async Task LoseAsync(BrokerHost host, ConnectPacket connect)
    {
        using TestClient client = await host.ConnectAsync(connect);
        await client.SendAsync(new DisconnectPacket { Reason = ReasonCode.DisconnectWithWill });
        (await client.ReceiveAsync()).Should().BeNull();
    }
}

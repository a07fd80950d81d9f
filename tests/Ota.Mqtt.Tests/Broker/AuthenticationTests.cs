using Ota.Mqtt.Broker;

namespace Ota.Mqtt.Tests.Broker;

public sealed class AuthenticationTests
{
    private const int Failed = 3004;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task A_hook_that_fails_makes_the_server_unavailable(MqttProtocolVersion version)
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options =>
            options.Authenticate = (_, _) => throw new InvalidDataException("The list of clients is torn."));
        using TestClient client = await host.OpenAsync(version);
        await client.SendAsync(new ConnectPacket { Version = version, ClientId = "x" });
        (await client.ReceiveAsync<ConnackPacket>()).Reason.Should().Be(ReasonCode.ServerUnavailable);
        (await client.ReceiveAsync()).Should().BeNull();
        host.Logged(Failed).Should().ContainSingle().Which.Cause.Should().BeOfType<InvalidDataException>();
    }

    [Fact]
    public async Task A_hook_that_gives_a_text_that_no_packet_can_carry_has_failed()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options =>
            options.Authenticate = (_, _) => new(MqttConnectDecision.Refuse(ReasonCode.Banned, "\0")));
        using TestClient client = await host.OpenAsync();
        await client.SendAsync(new ConnectPacket { ClientId = "x" });
        (await client.ReceiveAsync<ConnackPacket>()).Reason.Should().Be(ReasonCode.ServerUnavailable);
        host.Logged(Failed).Should().ContainSingle();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_hook_is_told_when_the_client_has_gone_or_has_waited_too_long(bool goes)
    {
        TaskCompletionSource asked = new();
        TaskCompletionSource gone = new();
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.Authenticate = async (_, cancelled) =>
        {
            using CancellationTokenRegistration registration = cancelled.Register(gone.SetResult);
            asked.SetResult();
            await gone.Task;
            cancelled.ThrowIfCancellationRequested();
            return MqttConnectDecision.Accepted;
        });
        using TestClient client = await host.OpenAsync();
        await client.SendAsync(new ConnectPacket { ClientId = "x" });
        await asked.Task.WaitAsync(Patience);
        if (goes)
            client.Dispose();
        else
            host.Pass(11);
        await gone.Task.WaitAsync(Patience);
        host.Broker.SessionCount.Should().Be(0);
    }

    [Fact]
    public async Task What_a_client_sends_before_it_is_known_is_read_afterwards()
    {
        TaskCompletionSource<MqttConnectDecision> decision = new();
        TaskCompletionSource asked = new();
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.Authenticate = async (_, _) =>
        {
            asked.SetResult();
            return await decision.Task;
        });
        using TestClient client = await host.OpenAsync();
        await client.SendAsync(new ConnectPacket { ClientId = "x" }, MqttPacketType.Pingreq);
        await asked.Task.WaitAsync(Patience);
        await client.SendAsync(MqttPacketType.Pingreq);
        decision.SetResult(MqttConnectDecision.Accepted);
        await client.ReceiveAsync<ConnackPacket>();
        (await client.ReceiveAsync()).Should().Be(MqttPacketType.Pingresp);
        (await client.ReceiveAsync()).Should().Be(MqttPacketType.Pingresp);
        await client.PingAsync();
    }
}

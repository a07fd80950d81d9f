using System.Net.Sockets;
using System.Net.WebSockets;
using Ota.Mqtt.Broker;

namespace Ota.Mqtt.Tests.Broker;

public sealed class ConnectTests
{
    [Fact]
    public async Task CONNACK_of_5_0_tells_what_was_assigned_and_limited()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options =>
        {
            options.MaxSessionExpiry = TimeSpan.FromSeconds(60);
            options.MaxKeepAlive = TimeSpan.FromSeconds(30);
            options.ResponseInformation = client => $"r/{client.ClientId}";
        });
        using TestClient client = await host.OpenAsync();
        await client.SendAsync(new ConnectPacket { SessionExpiryInterval = 100, KeepAlive = 90, RequestResponseInformation = true });
        ConnackPacket answer = await client.ReceiveAsync<ConnackPacket>();
        answer.AssignedClientIdentifier.Should().NotBeNullOrEmpty();
        answer.SessionExpiryInterval.Should().Be(60);
        answer.ServerKeepAlive.Should().Be(30);
        answer.ResponseInformation.Should().Be("r/" + answer.AssignedClientIdentifier);
        answer.ReceiveMaximum.Should().Be(1024);
        answer.MaximumPacketSize.Should().Be(1024 * 1024);
    }

    [Fact]
    public async Task Enhanced_authentication_is_refused()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient client = await host.OpenAsync();
        await client.SendAsync(new ConnectPacket { ClientId = "x", AuthenticationMethod = "SCRAM" });
        (await client.ReceiveAsync<ConnackPacket>()).Reason.Should().Be(ReasonCode.BadAuthenticationMethod);
    }

    [Fact]
    public async Task Anything_but_CONNECT_closes_a_new_connection()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient client = await host.OpenAsync();
        await client.SendAsync(MqttPacketType.Pingreq);
        (await client.ReceiveAsync()).Should().BeNull();
    }

    [Fact]
    public async Task A_socket_without_CONNECT_is_closed_after_the_time_out()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient silent = await host.OpenAsync();
        using TestClient later = await host.ConnectAsync();
        host.Pass(11);
        (await silent.ReceiveAsync()).Should().BeNull();
        await later.PingAsync();
    }

    [Fact]
    public async Task A_storm_of_connections_is_read_at_the_configured_rate()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxConnectsPerSecond = 2);
        using TestClient one = await host.ConnectAsync();
        using TestClient two = await host.ConnectAsync();
        using TestClient three = await host.OpenAsync();
        for (int i = 0; i < 3; i++)
            await host.ServesAsync();
        host.Broker.ConnectGate.WaitingCount.Should().Be(1);
        await three.SendAsync(new ConnectPacket { ClientId = "three" });
        Task<ConnackPacket> answer = three.ReceiveAsync<ConnackPacket>();
        await one.PingAsync();
        answer.IsCompleted.Should().BeFalse();
        host.Pass(1);
        (await answer).Reason.Should().Be(ReasonCode.Success);
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_at_once()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxConnections = 1);
        using TestClient one = await host.ConnectAsync();
        try
        {
            using TestClient two = await host.OpenAsync();
            (await two.ReceiveAsync()).Should().BeNull();
        }
        catch (SocketException)
        {
            // Closed even before the client knew that it was open.
        }
        await one.PingAsync();
    }

    [Fact]
    public async Task Sessions_beyond_the_limit_are_refused_with_quota_exceeded()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxSessions = 1);
        using TestClient one = await host.ConnectAsync();
        using TestClient two = await host.OpenAsync();
        await two.SendAsync(new ConnectPacket { ClientId = "two" });
        (await two.ReceiveAsync<ConnackPacket>()).Reason.Should().Be(ReasonCode.QuotaExceeded);
    }

    [Fact]
    public async Task A_client_of_5_0_that_wants_no_keep_alive_is_told_one_that_the_idle_limit_allows()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.IdleTimeout = TimeSpan.FromSeconds(90));
        foreach (ushort wanted in new ushort[] { 0, 61, ushort.MaxValue })
        {
            using TestClient client = await host.ConnectAsync(new ConnectPacket { KeepAlive = wanted });
            client.Connack.ServerKeepAlive.Should().Be(60);
        }
        using TestClient modest = await host.ConnectAsync(new ConnectPacket { KeepAlive = 60 });
        modest.Connack.ServerKeepAlive.Should().BeNull();
    }

    [Fact]
    public async Task A_silent_client_of_3_1_1_is_disconnected_after_the_idle_limit_whatever_its_keep_alive()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.IdleTimeout = TimeSpan.FromSeconds(90));
        ConnectPacket connect = new() { Version = MqttProtocolVersion.V311 };
        using TestClient without = await host.ConnectAsync(connect);
        using TestClient huge = await host.ConnectAsync(connect with { KeepAlive = ushort.MaxValue });
        using TestClient busy = await host.ConnectAsync(connect);
        host.Pass(80);
        await busy.PingAsync();
        host.Pass(12);
        (await without.ReceiveAsync()).Should().BeNull();
        (await huge.ReceiveAsync()).Should().BeNull();
        await busy.PingAsync();
    }

    [Theory]
    [InlineData(12u, true)]
    [InlineData(4u, false)]
    public async Task A_client_that_takes_no_packet_as_large_as_CONNACK_is_refused_and_told_if_it_can_be(uint most, bool isTold)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using TestClient client = await host.OpenAsync();
        await client.SendAsync(new ConnectPacket { ClientId = "x", MaximumPacketSize = most });
        if (isTold)
            (await client.ReceiveAsync<ConnackPacket>()).Should().BeEquivalentTo(new ConnackPacket { Reason = ReasonCode.PacketTooLarge });
        (await client.ReceiveAsync()).Should().BeNull();
        host.Broker.SessionCount.Should().Be(0);
    }

    [Fact]
    public async Task CONNACK_leaves_out_what_the_client_has_no_room_for()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options =>
        {
            options.ResponseInformation = _ => new string('r', 100);
            options.Authenticate = (request, _) => new(request.Packet.UserName is null
                ? MqttConnectDecision.Accepted
                : MqttConnectDecision.Refuse(ReasonCode.NotAuthorized, new string('t', 100)));
        });
        using TestClient client =
            await host.ConnectAsync(new ConnectPacket { MaximumPacketSize = 40, RequestResponseInformation = true });
        client.Connack.ResponseInformation.Should().BeNull();
        client.Connack.MaximumPacketSize.Should().NotBeNull();
        using TestClient refused = await host.OpenAsync();
        await refused.SendAsync(new ConnectPacket { ClientId = "x", UserName = "u", MaximumPacketSize = 40 });
        ConnackPacket refusal = await refused.ReceiveAsync<ConnackPacket>();
        refusal.Reason.Should().Be(ReasonCode.NotAuthorized);
        refusal.ReasonString.Should().BeNull();
    }

    [Fact]
    public async Task WebSockets_carry_packets_cut_anywhere()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using ClientWebSocket socket = new();
        socket.Options.AddSubProtocol("mqtt");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.WebPort}/mqtt"), CancellationToken.None);
        socket.SubProtocol.Should().Be("mqtt");
        byte[] packets =
        [
            .. new TestPacket(new ConnectPacket { Version = MqttProtocolVersion.V311, ClientId = "w" }, MqttProtocolVersion.V311).Encode(),
            .. new TestPacket(MqttPacketType.Pingreq, MqttProtocolVersion.V311).Encode(),
        ];
        foreach (byte[] part in packets.Chunk(3))
            await socket.SendAsync(part, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        byte[] answers = new byte[6];
        for (int read = 0; read < answers.Length;)
            read += (await socket.ReceiveAsync(answers.AsMemory(read), CancellationToken.None)).Count;
        answers.Should().Equal(0x20, 2, 0, 0, 0xD0, 0);
        await socket.SendAsync("text"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Func<Task> reading = () => socket.ReceiveAsync(answers, CancellationToken.None);
        await reading.Should().ThrowAsync<WebSocketException>();
    }

    [Fact]
    public async Task WebSockets_without_the_subprotocol_are_refused()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using ClientWebSocket socket = new();
        Func<Task> connecting = () => socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.WebPort}/mqtt"), CancellationToken.None);
        await connecting.Should().ThrowAsync<WebSocketException>();
    }

    [Fact]
    public async Task Counters_are_published_under_SYS()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.SysInterval = TimeSpan.FromSeconds(10));
        using TestClient client = await host.ConnectAsync();
        await client.SubscribeAsync("$SYS/broker/clients/connected");
        host.Pass(11);
        (await client.ReceiveTextAsync()).Should().Be("1");
    }
}

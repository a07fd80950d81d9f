using Ota.Mqtt.Client;

namespace Ota.Mqtt.Tests.Client;

/// <summary>PINGREQ, servers that fall silent, and acknowledgements that fail to come; the clock moves by hand.</summary>
public sealed class KeepAliveTests : ScriptedTest
{
    [Fact]
    public async Task A_ping_goes_out_after_the_keep_alive_and_not_before()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, Every(60));
        Time.Advance(TimeSpan.FromSeconds(59));
        await client.PublishAsync("before", default).Soon();
        (await server.ReadAsync<TestPublish>()).Topic.Should().Be("before");
        Time.Advance(TimeSpan.FromSeconds(2));
        await server.ReadAsync<MqttPacketType>(); // Nothing was received for 60 s.
        await server.SendAsync(MqttPacketType.Pingresp);
        client.State.Should().Be(MqttClientState.Connected);
    }

    [Fact]
    public async Task The_servers_keep_alive_replaces_the_clients()
    {
        (MqttClient _, ScriptedConnection server) = await ConnectAsync(new ConnackPacket { ServerKeepAlive = 10 }, Every(600));
        Time.Advance(TimeSpan.FromSeconds(10.1));
        (await server.ReadAsync<MqttPacketType>()).Should().Be(MqttPacketType.Pingreq);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_a_ping_is_left()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, Every(60));
        TaskCompletionSource<MqttDisconnection> told = new();
        client.Disconnected += told.SetResult;
        Time.Advance(TimeSpan.FromSeconds(60.1));
        await server.ReadAsync<MqttPacketType>();
        Time.Advance(TimeSpan.FromSeconds(9));
        told.Task.IsCompleted.Should().BeFalse();
        Time.Advance(TimeSpan.FromSeconds(2));
        (await told.Task.Soon()).Cause.Error.Should().Be(MqttClientError.KeepAliveTimeout);
        await server.ExpectEndAsync();
    }

    [Fact]
    public async Task A_server_that_does_not_acknowledge_is_left_and_asked_again()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, options => Lasting(options) with
        {
            AcknowledgementTimeout = TimeSpan.FromSeconds(20),
            KeepAlive = TimeSpan.Zero,
        });
        Time.Advance(TimeSpan.FromSeconds(15));
        Task<PublishResult> publishing = client.PublishAsync("a", default, MqttQos.AtLeastOnce).AsTask();
        ushort id = (await server.ReadAsync<TestPublish>()).PacketId;
        Time.Advance(TimeSpan.FromSeconds(19));
        client.State.Should().Be(MqttClientState.Connected);
        Time.Advance(TimeSpan.FromSeconds(1.5));
        await server.ExpectEndAsync();
        ScriptedConnection next = await Server.WelcomeAsync(new ConnackPacket { SessionPresent = true });
        (await next.ReadAsync<TestPublish>()).Should().BeEquivalentTo(new { PacketId = id, Duplicate = true });
        await next.AckAsync(MqttPacketType.Puback, id);
        (await publishing.Soon()).IsSuccess.Should().BeTrue();
    }

    private static Func<MqttClientOptions, MqttClientOptions> Every(int seconds) =>
        options => options with { KeepAlive = TimeSpan.FromSeconds(seconds), PingTimeout = TimeSpan.FromSeconds(10) };
}

using Ota.Mqtt.Client;

namespace Ota.Mqtt.Tests.Client;

/// <summary>CONNECT and what servers make of it.</summary>
public sealed class HandshakeTests : ScriptedTest
{
    [Fact]
    public async Task CONNECT_carries_what_the_options_say()
    {
        MqttClient client = Create(Options() with
        {
            CleanStart = false,
            SessionExpiryInterval = 60,
            KeepAlive = TimeSpan.FromSeconds(30),
            UserName = "u",
            Password = [1],
            ReceiveMaximum = 7,
            MaximumPacketSize = 1000,
            TopicAliasMaximum = 3,
            UserProperties = [new("a", "b")],
        });
        Task connecting = client.ConnectAsync();
        ScriptedConnection connection = await Server.WelcomeAsync();
        await connecting.Soon();
        connection.Connect.Should().BeEquivalentTo(new ConnectPacket
        {
            ClientId = "me",
            CleanStart = false,
            SessionExpiryInterval = 60,
            KeepAlive = 30,
            UserName = "u",
            Password = [1],
            ReceiveMaximum = 7,
            MaximumPacketSize = 1000,
            TopicAliasMaximum = 3,
            UserProperties = [new("a", "b")],
        });
    }

    [Theory]
    [InlineData(ReasonCode.NotAuthorized)]
    [InlineData(ReasonCode.ServerBusy)]
    [InlineData(ReasonCode.UnsupportedProtocolVersion)]
    public async Task A_refusal_reaches_the_caller_with_its_reason(ReasonCode reason)
    {
        MqttClient client = Create(Options());
        Task<ConnackPacket> connecting = client.ConnectAsync();
        await Server.WelcomeAsync(new ConnackPacket { Reason = reason, ReasonString = "because" });
        MqttClientException failure = await connecting.FailsAsync(MqttClientError.Refused);
        failure.Reason.Should().Be(reason);
        failure.Message.Should().Contain("because");
        client.State.Should().Be(MqttClientState.Disconnected);
    }

    [Fact]
    public async Task A_redirect_is_reported_and_not_followed()
    {
        MqttClient client = Create(Lasting(Options()));
        Task<ConnackPacket> connecting = client.ConnectAsync();
        await Server.WelcomeAsync(new ConnackPacket { Reason = ReasonCode.ServerMoved, ServerReference = "other:1883" });
        (await connecting.FailsAsync(MqttClientError.Refused)).ServerReference.Should().Be("other:1883");
    }

    [Theory]
    [InlineData("20 03 01 00 00")] // A session after a clean start.
    [InlineData("20 03 02 00 00")] // Reserved flags.
    [InlineData("20 03 01 87 00")] // Refuses and yet has a session.
    [InlineData("20 03 00 92 00")] // Not a code of CONNACK.
    [InlineData("20 06 00 00 03 21 00 00")] // Receive maximum 0.
    [InlineData("D0 00")] // PINGRESP.
    [InlineData("40 02 00 01")] // PUBACK.
    [InlineData("F0 02 00 00")] // AUTH, which nobody began.
    [InlineData("10 00")] // CONNECT.
    [InlineData("20 FF FF FF 7F")] // Far too long.
    public async Task An_answer_that_is_no_good_CONNACK_ends_the_attempt(string answer)
    {
        MqttClient client = Create(Options());
        Task<ConnackPacket> connecting = client.ConnectAsync();
        ScriptedConnection connection = await Server.AcceptAsync();
        await connection.SendAsync(answer);
        await connecting.FailsAsync(MqttClientError.ProtocolViolation);
        await connection.ExpectEndAsync();
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_in_time()
    {
        MqttClient client = Create(Options() with { ConnectTimeout = TimeSpan.FromSeconds(5) });
        Task<ConnackPacket> connecting = client.ConnectAsync();
        await Server.AcceptAsync();
        Time.Advance(TimeSpan.FromSeconds(4.9));
        connecting.IsCompleted.Should().BeFalse();
        Time.Advance(TimeSpan.FromSeconds(0.2));
        await connecting.FailsAsync(MqttClientError.ConnectFailed);
    }

    [Fact]
    public async Task A_caller_can_give_up_the_first_connection()
    {
        MqttClient client = Create(Options());
        using CancellationTokenSource cancel = new();
        Task<ConnackPacket> connecting = client.ConnectAsync(cancel.Token);
        await Server.AcceptAsync();
        await cancel.CancelAsync();
        Func<Task> wait = () => connecting.Soon();
        await wait.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task The_assigned_identifier_is_kept_for_the_next_connection()
    {
        (MqttClient client, ScriptedConnection connection) = await ConnectAsync(
            new ConnackPacket { AssignedClientIdentifier = "chosen" }, options => Lasting(options) with { ClientId = "" });
        client.ClientId.Should().Be("chosen");
        connection.Dispose();
        (await Server.WelcomeAsync()).Connect.ClientId.Should().Be("chosen");
    }

    [Fact]
    public void Options_that_cannot_work_are_all_named()
    {
        Action create = () => _ = new MqttClient(new MqttClientOptions { Port = 0, MaximumInflight = 0, ReceiveMaximum = 0 });
        create.Should().Throw<ArgumentException>().WithMessage("*Port*ReceiveMaximum*MaximumInflight*");
    }

    [Fact]
    public async Task Publishing_without_a_connection_fails_at_once()
    {
        MqttClient client = Create(Options());
        await client.PublishAsync("a", default, MqttQos.AtLeastOnce).FailsAsync(MqttClientError.NotConnected);
        await client.DisposeAsync();
        await client.PublishAsync("a", default).FailsAsync(MqttClientError.Disposed);
    }
}

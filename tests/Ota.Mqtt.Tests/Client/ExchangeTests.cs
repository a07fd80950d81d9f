using Ota.Mqtt.Client;

namespace Ota.Mqtt.Tests.Client;

/// <summary>Acknowledgements in both directions, and servers that get them wrong.</summary>
public sealed class ExchangeTests : ScriptedTest
{
    [Fact]
    public async Task A_refused_publish_completes_with_the_reason()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync();
        Task<PublishResult> publishing = client.PublishAsync("a", default, MqttQos.AtLeastOnce).AsTask();
        TestPublish publish = await server.ReadAsync<TestPublish>();
        await server.SendAsync(new TestAck(MqttPacketType.Puback, publish.PacketId, ReasonCode.QuotaExceeded) { ReasonString = "full" });
        (await publishing.Soon()).Should().Be(new PublishResult(ReasonCode.QuotaExceeded, "full"));
    }

    [Fact]
    public async Task A_refusing_PUBREC_ends_the_exchange()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync();
        Task<PublishResult> publishing = client.PublishAsync("a", default, MqttQos.ExactlyOnce).AsTask();
        TestPublish publish = await server.ReadAsync<TestPublish>();
        await server.AckAsync(MqttPacketType.Pubrec, publish.PacketId, ReasonCode.NotAuthorized);
        (await publishing.Soon()).Reason.Should().Be(ReasonCode.NotAuthorized);
    }

    [Fact]
    public async Task Acknowledgements_for_unknown_identifiers_change_nothing()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync();
        await server.AckAsync(MqttPacketType.Puback, 9);
        await server.AckAsync(MqttPacketType.Pubcomp, 9);
        await server.AckAsync(MqttPacketType.Pubrec, 9);
        await server.AckAsync(MqttPacketType.Pubrel, 8);
        (await server.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubrel, 9, ReasonCode.PacketIdentifierNotFound));
        (await server.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubcomp, 8, ReasonCode.PacketIdentifierNotFound));
        client.State.Should().Be(MqttClientState.Connected);
    }

    [Theory]
    [InlineData(MqttQos.ExactlyOnce, MqttPacketType.Puback)]
    [InlineData(MqttQos.ExactlyOnce, MqttPacketType.Pubcomp)]
    [InlineData(MqttQos.AtLeastOnce, MqttPacketType.Pubrec)]
    [InlineData(MqttQos.AtLeastOnce, MqttPacketType.Pubcomp)]
    public async Task An_acknowledgement_of_the_wrong_kind_ends_the_connection(MqttQos qos, MqttPacketType answer)
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync();
        Task<PublishResult> publishing = client.PublishAsync("a", default, qos).AsTask();
        TestPublish publish = await server.ReadAsync<TestPublish>();
        await server.AckAsync(answer, publish.PacketId);
        await server.ExpectDisconnectAsync(ReasonCode.ProtocolError);
        server.Dispose();
        MqttClientException failure = await publishing.FailsAsync(MqttClientError.ProtocolViolation);
        failure.Reason.Should().Be(ReasonCode.ProtocolError);
    }

    [Theory]
    [InlineData("20 03 00 00 00", ReasonCode.ProtocolError)] // A second CONNACK.
    [InlineData("F0 02 00 00", ReasonCode.ProtocolError)] // AUTH without authentication.
    [InlineData("36 03 00 01 61", ReasonCode.MalformedPacket)] // QoS 3.
    [InlineData("30 07 00 01 61 03 23 00 63", ReasonCode.TopicAliasInvalid)] // Alias 99.
    [InlineData("30 06 00 00 03 23 00 01", ReasonCode.ProtocolError)] // An alias that was never set.
    [InlineData("30 80 80 80 01", ReasonCode.PacketTooLarge)]
    [InlineData("00 00", ReasonCode.MalformedPacket)]
    public async Task A_server_that_breaks_the_protocol_is_told_and_left(string bytes, ReasonCode reason)
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync();
        IAsyncEnumerator<MqttReceivedMessage> messages = client.ReadMessagesAsync().GetAsyncEnumerator();
        Task<bool> reading = messages.MoveNextAsync().AsTask();
        await server.SendAsync(bytes);
        await server.ExpectDisconnectAsync(reason);
        server.Dispose();
        (await reading.FailsAsync(MqttClientError.ProtocolViolation)).Reason.Should().Be(reason);
    }

    [Theory]
    [InlineData(ReasonCode.SessionTakenOver, false)]
    [InlineData(ReasonCode.ServerMoved, false)]
    [InlineData(ReasonCode.ServerShuttingDown, true)]
    public async Task The_servers_DISCONNECT_is_reported_and_decides_whether_to_come_back(ReasonCode reason, bool again)
    {
        TaskCompletionSource<MqttDisconnection> told = new();
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, Lasting);
        client.Disconnected += told.SetResult;
        await server.SendAsync(new DisconnectPacket { Reason = reason, ServerReference = "other" });
        MqttDisconnection disconnection = await told.Task.Soon();
        disconnection.Cause.Error.Should().Be(MqttClientError.ServerDisconnected);
        disconnection.Cause.Reason.Should().Be(reason);
        disconnection.Cause.ServerReference.Should().Be("other");
        disconnection.WillReconnect.Should().Be(again);
        if (again)
            await Server.WelcomeAsync();
    }

    [Fact]
    public async Task Right_after_a_lost_connection_a_take_over_may_be_an_echo_of_it_but_only_once()
    {
        System.Threading.Channels.Channel<MqttDisconnection> told = System.Threading.Channels.Channel.CreateUnbounded<MqttDisconnection>();
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, Lasting);
        client.Disconnected += ended => told.Writer.TryWrite(ended);
        server.Dispose();
        (await told.Reader.ReadAsync().AsTask().Soon()).WillReconnect.Should().BeTrue();
        for (int takeOver = 1; takeOver <= 2; takeOver++)
        {
            ScriptedConnection next = await Server.WelcomeAsync();
            await next.SendAsync(new DisconnectPacket { Reason = ReasonCode.SessionTakenOver });
            (await told.Reader.ReadAsync().AsTask().Soon()).WillReconnect.Should().Be(takeOver == 1);
        }
    }

    [Theory]
    [InlineData(MqttQos.AtLeastOnce, MqttPacketType.Puback)]
    [InlineData(MqttQos.ExactlyOnce, MqttPacketType.Pubrec)]
    public async Task Acknowledgements_go_out_in_the_order_of_arrival(MqttQos qos, MqttPacketType type)
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync();
        for (ushort id = 1; id <= 3; id++)
            await server.SendAsync(new TestPublish { Topic = "a", Qos = qos, PacketId = id });
        List<MqttReceivedMessage> messages = await client.TakeAsync(3, acknowledge: false);
        await messages[2].AcknowledgeAsync();
        await messages[1].AcknowledgeAsync(ReasonCode.ImplementationSpecificError);
        await messages[0].AcknowledgeAsync();
        await messages[0].AcknowledgeAsync(ReasonCode.QuotaExceeded); // Too late to change one's mind.
        (await server.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(type, 1));
        (await server.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(type, 2, ReasonCode.ImplementationSpecificError));
        (await server.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(type, 3));
    }

    [Theory]
    [InlineData(MqttQos.AtLeastOnce, MqttPacketType.Puback)]
    [InlineData(MqttQos.ExactlyOnce, MqttPacketType.Pubrec)]
    public async Task A_server_that_goes_over_the_receive_maximum_is_read_on_when_there_is_room(MqttQos qos, MqttPacketType type)
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, options => options with { ReceiveMaximum = 2 });
        await server.SendTogetherAsync([.. Numbered(1, 2, 3).Select(publish => publish with { Qos = qos }), Unknown]);
        List<MqttReceivedMessage> messages = await client.TakeAsync(3, acknowledge: false);
        await messages[0].AcknowledgeAsync();
        (await server.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(type, 1));
        (await server.ReadAckAsync()).Type.Should().Be(MqttPacketType.Pubcomp, "what came behind the excess was read after there was room");
    }

    [Fact]
    public async Task A_full_window_holds_up_nothing_but_messages()
    {
        (MqttClient _, ScriptedConnection server) = await ConnectAsync(null, options => options with { ReceiveMaximum = 2 });
        await server.SendTogetherAsync([.. Numbered(1, 2), Unknown]);
        (await server.ReadAckAsync()).Type.Should().Be(MqttPacketType.Pubcomp, "nobody had to acknowledge a message for it");
    }

    [Fact]
    public async Task A_server_may_go_over_the_receive_maximum_between_PUBREC_and_PUBCOMP()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, options => options with { ReceiveMaximum = 2 });
        await server.SendTogetherAsync(Numbered(1, 2, 3, 4, 5));
        (await client.TakeAsync(5)).Should().HaveCount(5);
        for (ushort id = 1; id <= 5; id++)
            (await server.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubrec, id));
        await server.AckAsync(MqttPacketType.Pubrel, 1);
        (await server.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubcomp, 1));
    }

    [Fact]
    public async Task What_went_over_the_receive_maximum_comes_once_also_when_it_is_sent_again()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, options => Lasting(options) with { ReceiveMaximum = 2 });
        await server.SendTogetherAsync(Numbered(1, 2, 3));
        List<MqttReceivedMessage> messages = await client.TakeAsync(3, acknowledge: false);
        Task disconnecting = client.DisconnectAsync();
        await server.ReadAsync<DisconnectPacket>();
        server.Dispose();
        await disconnecting.Soon();
        Task connecting = client.ConnectAsync();
        ScriptedConnection next = await Server.WelcomeAsync(new ConnackPacket { SessionPresent = true });
        await connecting.Soon();
        await next.SendTogetherAsync([.. Numbered(1, 2, 3).Select(publish => publish with { Duplicate = true }), .. Numbered(4)]);
        foreach (MqttReceivedMessage message in messages)
            await message.AcknowledgeAsync();
        (await client.TakeAsync()).PacketId.Should().Be(4);
        for (ushort id = 1; id <= 4; id++)
            (await next.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubrec, id));
    }

    [Fact]
    public async Task In_3_1_1_the_client_stops_reading_at_its_receive_maximum()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(
            null, options => options with { ReceiveMaximum = 2 }, MqttProtocolVersion.V311);
        for (ushort id = 1; id <= 5; id++)
            await server.SendAsync(new TestPublish { Topic = "a", Qos = MqttQos.AtLeastOnce, PacketId = id });
        (await client.TakeAsync(5)).Select(message => message.Topic).Should().HaveCount(5);
        for (ushort id = 1; id <= 5; id++)
            (await server.ReadAckAsync()).PacketId.Should().Be(id);
    }

    [Fact]
    public async Task An_alias_of_the_server_names_the_topic()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync();
        await server.SendAsync(new TestPublish { Topic = "long/name", Properties = new() { TopicAlias = 4 } });
        await server.SendAsync(new TestPublish { Properties = new() { TopicAlias = 4 } });
        (await client.TakeAsync(2)).Should().OnlyContain(message => message.Topic == "long/name");
    }

    [Fact]
    public async Task Unread_QoS_0_messages_are_dropped_beyond_the_bound_and_counted()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, options => options with { MaximumUnread = 3 });
        for (byte i = 0; i < 5; i++)
            await server.SendAsync(new TestPublish { Topic = "a", Payload = [i] });
        await server.SendAsync(new TestPublish { Topic = "end", Qos = MqttQos.AtLeastOnce, PacketId = 1 });
        Task<SubackPacket> marker = client.SubscribeAsync("marker", MqttQos.AtMostOnce);
        await server.SendAsync(new SubackPacket { PacketId = (await server.ReadAsync<SubscribePacket>()).PacketId, Reasons = [ReasonCode.Success] });
        await marker.Soon(); // All that was sent before has arrived.
        List<MqttReceivedMessage> messages = await client.TakeAsync(4);
        messages.Select(message => message.Topic).Should().Equal("a", "a", "a", "end");
        client.DroppedMessages.Should().Be(2);
    }

    [Fact]
    public async Task A_request_gets_the_servers_code_for_each_filter()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync();
        Task<SubackPacket> subscribing = client.SubscribeAsync([new() { Filter = "a" }, new() { Filter = "b" }]);
        SubscribePacket asked = await server.ReadAsync<SubscribePacket>();
        await server.SendAsync(new SubackPacket { PacketId = asked.PacketId, Reasons = [ReasonCode.GrantedQos1, ReasonCode.NotAuthorized] });
        (await subscribing.Soon()).Reasons.Should().Equal(ReasonCode.GrantedQos1, ReasonCode.NotAuthorized);
    }

    [Fact]
    public async Task A_SUBACK_with_too_few_codes_ends_the_connection()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync();
        Task<SubackPacket> subscribing = client.SubscribeAsync([new() { Filter = "a" }, new() { Filter = "b" }]);
        SubscribePacket asked = await server.ReadAsync<SubscribePacket>();
        await server.SendAsync(new SubackPacket { PacketId = asked.PacketId, Reasons = [ReasonCode.Success] });
        await server.ExpectDisconnectAsync(ReasonCode.ProtocolError);
        server.Dispose();
        await subscribing.FailsAsync(MqttClientError.ProtocolViolation);
    }

    [Fact]
    public async Task Disconnecting_says_why_and_fails_what_waits()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync();
        Task<PublishResult> publishing = client.PublishAsync("a", default, MqttQos.AtLeastOnce).AsTask();
        await server.ReadAsync<TestPublish>();
        Task disconnecting = client.DisconnectAsync(ReasonCode.DisconnectWithWill);
        await server.ExpectDisconnectAsync(ReasonCode.DisconnectWithWill);
        server.Dispose();
        await disconnecting.Soon();
        await publishing.FailsAsync(MqttClientError.NotConnected);
        (await client.ReadMessagesAsync().GetAsyncEnumerator().MoveNextAsync().Soon()).Should().BeFalse("there is nothing left to come");
    }

    /// <summary>Answered with PUBCOMP at once, whatever else is going on.</summary>
    private static TestAck Unknown => new(MqttPacketType.Pubrel, 9);

    private static TestPublish[] Numbered(params ushort[] ids) =>
        [.. ids.Select(id => new TestPublish { Topic = "a", Qos = MqttQos.ExactlyOnce, PacketId = id })];
}

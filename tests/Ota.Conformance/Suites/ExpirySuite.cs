namespace Ota.Conformance.Suites;

/// <summary>Session expiry (3.1.2.11.2) and message expiry (3.3.2.3.3), by way of CONNECT and PUBLISH.</summary>
public abstract class ExpirySuite(BrokerUnderTest broker) : Suite(broker)
{
    [Fact]
    [Clause("MQTT-4.1.0-2")]
    public Task CONNECT_without_session_expiry_leaves_no_session() => Test(async () =>
    {
        Connect connect = new() { ClientId = NewId(), CleanStart = false };
        RawClient first = await ConnectAsync(V5, connect);
        await first.SubscribeAsync(new Filter(Own("a"), 1));
        await first.DropAsync();
        (RawClient second, Received connack) = await ConnectWithAnswerAsync(V5, connect);
        connack.SessionPresent.Should().BeFalse();
        await PublishAsync(V5, new Publish(Own("a"), Text("x")) { Qos = 1 });
        await second.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-4.1.0-2")]
    public Task CONNECT_after_the_session_expiry_finds_no_session() => Test(async () =>
    {
        Connect connect = new() { ClientId = NewId(), CleanStart = false, Properties = [Property.SessionExpiry(1)] };
        RawClient first = await ConnectAsync(V5, connect);
        await first.DropAsync();
        await Elapsing.SecondsAsync(1 + Slack.TotalSeconds);
        (_, Received connack) = await ConnectWithAnswerAsync(V5, connect);
        connack.SessionPresent.Should().BeFalse();
    });

    [Fact]
    [Clause("MQTT-3.1.2-23")]
    public Task DISCONNECT_may_give_the_session_another_expiry() => Test(async () =>
    {
        Connect connect = new() { ClientId = NewId(), CleanStart = false, Properties = [Property.SessionExpiry(1)] };
        RawClient first = await ConnectAsync(V5, connect);
        await first.DisconnectAsync(Reason.NormalDisconnection, Property.SessionExpiry(100));
        await Elapsing.SecondsAsync(1 + Slack.TotalSeconds);
        (_, Received connack) = await ConnectWithAnswerAsync(V5, connect);
        connack.SessionPresent.Should().BeTrue();
    });

    [Fact]
    [Clause("MQTT-4.1.0-2")]
    public Task DISCONNECT_may_end_the_session_at_once() => Test(async () =>
    {
        Connect connect = new() { ClientId = NewId(), CleanStart = false, Properties = [Property.SessionExpiry(100)] };
        RawClient first = await ConnectAsync(V5, connect);
        await first.DisconnectAsync(Reason.NormalDisconnection, Property.SessionExpiry(0));
        (_, Received connack) = await ConnectWithAnswerAsync(V5, connect);
        connack.SessionPresent.Should().BeFalse();
    });

    [Fact]
    [Clause("MQTT-4.13.1-1", "MQTT-3.14.2-2")]
    public Task DISCONNECT_with_an_expiry_where_CONNECT_had_none_is_a_protocol_error() => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Closing(PacketType.Disconnect) { Reason = 0, Properties = [Property.SessionExpiry(10)] });
        Received? farewell = await client.ClosedAsync(Reason.Protocol);
        farewell.Should().NotBeNull();
        farewell!.Properties.Ids.Should().NotContain(PropertyId.SessionExpiry);
    });

    [Fact]
    [Clause("MQTT-3.1.2-23")]
    public Task CONNECT_with_the_largest_expiry_has_a_session_without_end() => Test(async () =>
    {
        Connect connect = new() { ClientId = NewId(), CleanStart = false, Properties = [Property.SessionExpiry(uint.MaxValue)] };
        (RawClient first, Received accepted) = await ConnectWithAnswerAsync(V5, connect);
        await first.DisconnectAsync();
        (_, Received connack) = await ConnectWithAnswerAsync(V5, connect);
        connack.SessionPresent.Should().BeTrue();
        accepted.Properties.Ids.Where(id => id == PropertyId.SessionExpiry).Should().HaveCountLessThan(2);
    });

    [Fact]
    [Clause("MQTT-3.3.2-5", "MQTT-3.3.2-6")]
    public Task PUBLISH_that_has_waited_past_its_expiry_is_not_delivered() => Test(async () =>
    {
        RawClient away = await AwayAsync(out Connect connect);
        RawClient publisher = await ConnectAsync();
        await publisher.PublishAsync(new Publish(Own("a"), Text("short")) { Qos = 1, Properties = [Property.MessageExpiry(1)] });
        await publisher.PublishAsync(new Publish(Own("a"), Text("long")) { Qos = 1, Properties = [Property.MessageExpiry(1000)] });
        await publisher.PublishAsync(new Publish(Own("a"), Text("for ever")) { Qos = 1 });
        await Elapsing.SecondsAsync(2.2);

        RawClient back = await ConnectAsync(V5, connect);
        Received message = await back.DeliveredAsync();
        message.Text.Should().Be("long");
        message.Properties.Number(PropertyId.MessageExpiry).Should().BeInRange(900, 998, "the time of waiting is taken off");
        message = await back.DeliveredAsync();
        message.Text.Should().Be("for ever");
        message.Properties.Ids.Should().NotContain(PropertyId.MessageExpiry);
        await back.QuietAsync();
        await away.DisposeAsync();
    });

    [Fact]
    [Clause("MQTT-3.3.2-5", "MQTT-3.3.2-6")]
    public Task PUBLISH_that_is_retained_expires_as_well() => Test(async () =>
    {
        await PublishAsync(V5, new Publish(Own("a"), Text("short")) { Retain = true, Properties = [Property.MessageExpiry(1)] });
        await PublishAsync(V5, new Publish(Own("b"), Text("long")) { Retain = true, Properties = [Property.MessageExpiry(1000)] });
        await Elapsing.SecondsAsync(2.2);
        RawClient subscriber = await SubscriberAsync(V5, new Filter(Own("+")));
        Received message = await subscriber.ReadAsync(PacketType.Publish);
        message.Text.Should().Be("long");
        message.Properties.Number(PropertyId.MessageExpiry).Should().BeInRange(900, 998);
        await subscriber.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-4.3.3-7")]
    public Task PUBREL_comes_also_after_the_message_has_expired() => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(V5, new Filter(Own("a"), 2));
        await PublishAsync(V5, new Publish(Own("a"), Text("x")) { Qos = 2, Properties = [Property.MessageExpiry(1)] });
        Received message = await subscriber.ReadAsync(PacketType.Publish);
        await Elapsing.SecondsAsync(2.2);
        await subscriber.SendAsync(new Ack(PacketType.Pubrec, message.PacketId));
        (await subscriber.ReadAsync(PacketType.Pubrel)).PacketId.Should().Be(message.PacketId);
    });

    [Fact]
    [Clause("MQTT-4.3.3-13")]
    public Task PUBCOMP_comes_also_after_the_message_has_expired() => Test(async () =>
    {
        RawClient publisher = await ConnectAsync();
        await publisher.SendAsync(new Publish(Own("a"), Text("x")) { Qos = 2, PacketId = 3, Properties = [Property.MessageExpiry(1)] });
        await publisher.ReadAsync(PacketType.Pubrec);
        await Elapsing.SecondsAsync(2.2);
        await publisher.SendAsync(new Ack(PacketType.Pubrel, 3));
        Received pubcomp = await publisher.ReadAsync(PacketType.Pubcomp);
        (pubcomp.PacketId, pubcomp.Code).Should().Be((3, Reason.Success));
    });

    private Task<RawClient> AwayAsync(out Connect connect)
    {
        Connect lasting = new() { ClientId = NewId(), CleanStart = false, Properties = [Property.SessionExpiry(100)] };
        connect = lasting;
        return LeaveAsync();

        async Task<RawClient> LeaveAsync()
        {
            RawClient client = await ConnectAsync(V5, lasting);
            await client.SubscribeAsync(new Filter(Own("a"), 1));
            await client.DropAsync();
            return client;
        }
    }
}

namespace Ota.Conformance.Suites;

/// <summary>Sessions (4.1), redelivery (4.4) and take-over, by way of CONNECT.</summary>
public abstract class SessionSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-4", "MQTT-3.2.2-2", "MQTT-3.1.4-4")]
    [Clause311("MQTT-3.1.2-6", "MQTT-3.2.2-1", "MQTT-3.1.4-3")]
    public Task CONNECT_with_clean_start_discards_the_session(int level) => Test(async () =>
    {
        Connect lasting = Lasting(level);
        RawClient first = await ConnectAsync(level, lasting);
        await first.SubscribeAsync(new Filter(Own("a"), 1));
        await first.DisconnectAsync();
        await PublishAsync(level, new Publish(Own("a"), Text("lost")) { Qos = 1 });

        (RawClient second, Received connack) = await ConnectWithAnswerAsync(level, lasting with { CleanStart = true });
        connack.SessionPresent.Should().BeFalse();
        await PublishAsync(level, new Publish(Own("a"), Text("unheard")) { Qos = 1 });
        await second.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-5", "MQTT-3.2.2-3", "MQTT-3.1.2-23", "MQTT-4.1.0-1")]
    [Clause311("MQTT-3.1.2-4", "MQTT-3.2.2-2", "MQTT-4.1.0-1")]
    public Task CONNECT_again_resumes_the_subscriptions(int level) => Test(async () =>
    {
        Connect lasting = Lasting(level);
        RawClient first = await ConnectAsync(level, lasting);
        await first.SubscribeAsync(new Filter(Own("a"), 1));
        await first.DisconnectAsync();

        (RawClient second, Received connack) = await ConnectWithAnswerAsync(level, lasting);
        connack.SessionPresent.Should().BeTrue();
        await PublishAsync(level, new Publish(Own("a"), Text("x")) { Qos = 1 });
        (await second.DeliveredAsync()).Text.Should().Be("x");
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-6", "MQTT-3.2.2-3")]
    [Clause311("MQTT-3.1.2-4", "MQTT-3.2.2-3")]
    public Task CONNECT_without_clean_start_makes_a_session_where_there_is_none(int level) => Test(async () =>
    {
        (_, Received connack) = await ConnectWithAnswerAsync(level, Lasting(level));
        connack.SessionPresent.Should().BeFalse();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-23", "MQTT-4.5.0-1")]
    [Clause311("MQTT-3.1.2-5", "MQTT-4.5.0-1")]
    public Task CONNECT_again_gets_the_messages_of_the_meantime_in_order(int level) => Test(async () =>
    {
        Connect lasting = Lasting(level);
        RawClient first = await ConnectAsync(level, lasting);
        await first.SubscribeAsync(new Filter(Own("a"), 2));
        await first.DropAsync();
        RawClient publisher = await ConnectAsync(level);
        for (int i = 0; i < 10; i++) await publisher.PublishAsync(new Publish(Own("a"), Text($"{i}")) { Qos = 1 });

        RawClient second = await ConnectAsync(level, lasting);
        for (int i = 0; i < 10; i++)
        {
            Received message = await second.DeliveredAsync();
            (message.Text, message.Qos, message.Dup).Should().Be(($"{i}", 1, false));
        }
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.4.0-1", "MQTT-3.3.1-1")]
    [Clause311("MQTT-4.4.0-1", "MQTT-3.3.1-1")]
    public Task PUBLISH_without_PUBACK_comes_again_with_DUP_and_its_packet_id(int level) => Test(async () =>
    {
        (RawClient second, List<Received> before) = await InterruptedAsync(level, 1, _ => Task.CompletedTask);
        foreach (Received sent in before)
        {
            Received again = await second.ReadAsync(PacketType.Publish);
            (again.Text, again.PacketId, again.Dup, again.Qos).Should().Be((sent.Text, sent.PacketId, true, 1));
            await second.SendAsync(new Ack(PacketType.Puback, again.PacketId));
        }

        await second.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.4.0-1", "MQTT-3.3.1-1", "MQTT-4.3.3-3")]
    [Clause311("MQTT-4.4.0-1", "MQTT-3.3.1-1")]
    public Task PUBLISH_without_PUBREC_comes_again_with_DUP_and_its_packet_id(int level) => Test(async () =>
    {
        (RawClient second, List<Received> before) = await InterruptedAsync(level, 2, _ => Task.CompletedTask);
        foreach (Received sent in before)
        {
            Received again = await second.ReadAsync(PacketType.Publish);
            (again.Text, again.PacketId, again.Dup, again.Qos).Should().Be((sent.Text, sent.PacketId, true, 2));
        }

        await second.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.4.0-1", "MQTT-4.3.3-5", "MQTT-4.3.3-6")]
    [Clause311("MQTT-4.4.0-1", "MQTT-4.3.3-1")]
    public Task PUBREL_without_PUBCOMP_comes_again_and_no_PUBLISH(int level) => Test(async () =>
    {
        (RawClient second, List<Received> before) = await InterruptedAsync(level, 2, async (client, message) =>
        {
            await client.SendAsync(new Ack(PacketType.Pubrec, message.PacketId));
            await client.ReadAsync(PacketType.Pubrel);
        });
        foreach (Received sent in before)
        {
            (await second.ReadAsync(PacketType.Pubrel)).PacketId.Should().Be(sent.PacketId);
            await second.SendAsync(new Ack(PacketType.Pubcomp, sent.PacketId));
        }

        await second.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.4.0-1")]
    [Clause311("MQTT-4.4.0-1")]
    public Task PUBACK_that_was_given_is_remembered_over_a_break(int level) => Test(async () =>
    {
        (RawClient second, _) = await InterruptedAsync(level, 1,
            (client, message) => client.SendAsync(new Ack(PacketType.Puback, message.PacketId)));
        await second.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.3.3-10", "MQTT-3.1.2-23")]
    [Clause311("MQTT-4.3.3-2")]
    public Task PUBLISH_with_QoS_2_is_delivered_once_also_over_a_break(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("#")));
        Connect lasting = Lasting(level);
        Publish publish = new(Own("a"), Text("once")) { Qos = 2, PacketId = 31 };
        RawClient first = await ConnectAsync(level, lasting);
        await first.SendAsync(publish);
        await first.ReadAsync(PacketType.Pubrec);
        await first.DropAsync();

        RawClient second = await ConnectAsync(level, lasting);
        await second.SendAsync(publish with { Dup = true });
        (await second.ReadAsync(PacketType.Pubrec)).PacketId.Should().Be(31);
        await second.SendAsync(new Ack(PacketType.Pubrel, 31));
        await second.ReadAsync(PacketType.Pubcomp);
        await PublishAsync(level, new Publish(Own("marker"), []));
        (await subscriber.ReadAsync(PacketType.Publish)).Text.Should().Be("once");
        (await subscriber.ReadAsync(PacketType.Publish)).Topic.Should().Be(Own("marker"));
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.4.0-1")]
    [Clause311("MQTT-4.4.0-1")]
    public Task CONNECT_that_takes_over_resumes_the_session(int level) => Test(async () =>
    {
        Connect lasting = Lasting(level);
        RawClient first = await ConnectAsync(level, lasting);
        await first.SubscribeAsync(new Filter(Own("a"), 1));
        await PublishAsync(level, new Publish(Own("a"), Text("x")) { Qos = 1 });
        Received sent = await first.ReadAsync(PacketType.Publish);
        (RawClient second, Received connack) = await ConnectWithAnswerAsync(level, lasting);
        connack.SessionPresent.Should().BeTrue();
        Received again = await second.ReadAsync(PacketType.Publish);
        (again.PacketId, again.Dup).Should().Be((sent.PacketId, true));
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.8.4-3")]
    [Clause311("MQTT-3.8.4-3")]
    public Task UNSUBSCRIBE_is_remembered_by_the_session(int level) => Test(async () =>
    {
        Connect lasting = Lasting(level);
        RawClient first = await ConnectAsync(level, lasting);
        await first.SubscribeAsync(new Filter(Own("a"), 1), new Filter(Own("b"), 1));
        await first.UnsubscribeAsync(Own("a"));
        await first.DropAsync();
        await PublishAsync(level, new Publish(Own("a"), Text("x")) { Qos = 1 });
        await PublishAsync(level, new Publish(Own("b"), Text("y")) { Qos = 1 });
        RawClient second = await ConnectAsync(level, lasting);
        (await second.DeliveredAsync()).Text.Should().Be("y");
        await second.QuietAsync();
    }, level);

    private Connect Lasting(int level) => new()
    {
        ClientId = NewId(),
        CleanStart = false,
        Properties = level == V5 ? [Property.SessionExpiry(uint.MaxValue)] : [],
    };

    private Task<(RawClient Second, List<Received> Before)> InterruptedAsync(int level, int qos, Func<Received, Task> answer) =>
        InterruptedAsync(level, qos, (_, message) => answer(message));

    /// <summary>Three messages are delivered and answered so, then the connection breaks and comes back.</summary>
    private async Task<(RawClient Second, List<Received> Before)> InterruptedAsync(
        int level, int qos, Func<RawClient, Received, Task> answer)
    {
        Connect lasting = Lasting(level);
        RawClient first = await ConnectAsync(level, lasting);
        await first.SubscribeAsync(new Filter(Own("a"), qos));
        List<Received> before = [];
        for (int i = 0; i < 3; i++)
        {
            await PublishAsync(level, new Publish(Own("a"), Text($"{i}")) { Qos = qos });
            Received message = await first.ReadAsync(PacketType.Publish);
            before.Add(message);
            await answer(first, message);
        }

        await first.DropAsync();
        RawClient second = await ConnectAsync(level, lasting);
        return (second, before);
    }
}

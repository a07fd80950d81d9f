namespace Ota.Conformance.Suites;

/// <summary>Retained messages (3.3.1.3), by way of PUBLISH and SUBSCRIBE.</summary>
public abstract class RetainedSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Theory, BothVersions]
    [Clause("MQTT-3.3.1-5", "MQTT-3.3.1-9")]
    [Clause311("MQTT-3.3.1-5", "MQTT-3.3.1-6", "MQTT-3.3.1-8", "MQTT-3.1.2-7")]
    public Task PUBLISH_that_is_retained_reaches_later_subscribers_with_the_flag(int level) => Test(async () =>
    {
        await RetainAsync(level, "a", "kept", 1);
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a"), 2));
        Received message = await subscriber.DeliveredAsync();
        (message.Text, message.Retain, message.Qos, message.Dup).Should().Be(("kept", true, 1, false));
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.3.1-5")]
    [Clause311("MQTT-3.3.1-5")]
    public Task PUBLISH_that_is_retained_replaces_the_one_before(int level) => Test(async () =>
    {
        await RetainAsync(level, "a", "old", 1);
        await RetainAsync(level, "a", "new", 0);
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a"), 1));
        Received message = await subscriber.ReadAsync(PacketType.Publish);
        (message.Text, message.Qos).Should().Be(("new", 0));
        await subscriber.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.3.1-6", "MQTT-3.3.1-7")]
    [Clause311("MQTT-3.3.1-10", "MQTT-3.3.1-11")]
    public Task PUBLISH_that_is_retained_and_empty_removes_the_message(int level) => Test(async () =>
    {
        await RetainAsync(level, "a", "kept", 1);
        RawClient present = await SubscriberAsync(level, new Filter(Own("a")));
        await present.ReadAsync(PacketType.Publish);
        await RetainAsync(level, "a", "", 1);
        Received message = await present.ReadAsync(PacketType.Publish);
        (message.Text, message.Retain).Should().Be(("", false), "who is there gets it as an ordinary message");
        RawClient later = await SubscriberAsync(level, new Filter(Own("a")));
        await later.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.3.1-8")]
    [Clause311("MQTT-3.3.1-12")]
    public Task PUBLISH_without_RETAIN_leaves_the_retained_message_alone(int level) => Test(async () =>
    {
        await RetainAsync(level, "a", "kept", 0);
        await PublishAsync(level, new Publish(Own("a"), Text("passing")));
        await PublishAsync(level, new Publish(Own("a"), []));
        await PublishAsync(level, new Publish(Own("b"), Text("passing")));
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("#")));
        (await subscriber.ReadAsync(PacketType.Publish)).Text.Should().Be("kept");
        await subscriber.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.3.1-9")]
    [Clause311("MQTT-3.3.1-6")]
    public Task SUBSCRIBE_with_wildcards_gets_all_retained_messages_that_match(int level) => Test(async () =>
    {
        string[] topics = ["a", "a/b", "a/b/c", "a/c", "d"];
        foreach (string topic in topics) await RetainAsync(level, topic, topic, 0);
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a/+")));
        List<string> got = [];
        for (int i = 0; i < 2; i++) got.Add((await subscriber.ReadAsync(PacketType.Publish)).Text);
        got.Should().BeEquivalentTo("a/b", "a/c");
        await subscriber.SubscribeAsync(new Filter(Own("a/#")));
        got.Clear();
        for (int i = 0; i < 4; i++) got.Add((await subscriber.ReadAsync(PacketType.Publish)).Text);
        got.Should().BeEquivalentTo("a", "a/b", "a/b/c", "a/c");
        await subscriber.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.8.4-4", "MQTT-3.3.1-9")]
    [Clause311("MQTT-3.8.4-3")]
    public Task SUBSCRIBE_again_gets_the_retained_messages_again(int level) => Test(async () =>
    {
        await RetainAsync(level, "a", "kept", 0);
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a")));
        (await subscriber.ReadAsync(PacketType.Publish)).Retain.Should().BeTrue();
        await subscriber.SubscribeAsync(new Filter(Own("a")));
        (await subscriber.ReadAsync(PacketType.Publish)).Retain.Should().BeTrue();
    }, level);

    [Fact]
    [Clause("MQTT-3.3.1-10")]
    public Task SUBSCRIBE_with_retain_handling_1_gets_them_the_first_time_only() => Test(async () =>
    {
        await RetainAsync(V5, "a", "kept", 0);
        RawClient subscriber = await SubscriberAsync(V5, new Filter(Own("a")) { RetainHandling = 1 });
        await subscriber.ReadAsync(PacketType.Publish);
        await subscriber.SubscribeAsync(new Filter(Own("a"), 1) { RetainHandling = 1 });
        await subscriber.QuietAsync();
        await subscriber.UnsubscribeAsync(Own("a"));
        await subscriber.SubscribeAsync(new Filter(Own("a")) { RetainHandling = 1 });
        await subscriber.ReadAsync(PacketType.Publish);
    });

    [Fact]
    [Clause("MQTT-3.3.1-11")]
    public Task SUBSCRIBE_with_retain_handling_2_gets_none() => Test(async () =>
    {
        await RetainAsync(V5, "a", "kept", 0);
        RawClient subscriber = await SubscriberAsync(V5, new Filter(Own("a")) { RetainHandling = 2 });
        await subscriber.QuietAsync();
        await PublishAsync(V5, new Publish(Own("a"), Text("new")));
        (await subscriber.ReadAsync(PacketType.Publish)).Text.Should().Be("new");
    });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-4")]
    [Clause311("MQTT-3.1.2-7")]
    public Task CONNECT_with_clean_start_does_not_remove_what_the_client_has_retained(int level) => Test(async () =>
    {
        Connect connect = new() { ClientId = NewId() };
        RawClient client = await ConnectAsync(level, connect);
        await client.PublishAsync(new Publish(Own("a"), Text("kept")) { Retain = true, Qos = 1 });
        await client.DisconnectAsync();
        RawClient again = await ConnectAsync(level, connect);
        await again.SubscribeAsync(new Filter(Own("a")));
        (await again.ReadAsync(PacketType.Publish)).Text.Should().Be("kept");
    }, level);

    private Task RetainAsync(int level, string topic, string text, int qos) =>
        PublishAsync(level, new Publish(Own(topic), Text(text)) { Retain = true, Qos = qos });
}

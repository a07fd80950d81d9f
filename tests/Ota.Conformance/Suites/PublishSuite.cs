using System.Runtime.CompilerServices;

namespace Ota.Conformance.Suites;

/// <summary>PUBLISH (3.3): its header, its topic, and how it reaches a subscriber.</summary>
public abstract class PublishSuite(BrokerUnderTest broker) : Suite(broker)
{
    private static readonly int[] Malformed = [Reason.Malformed, Reason.Protocol];
    private static readonly int[] BadTopic = [Reason.TopicNameInvalid, Reason.Malformed, Reason.Protocol];

    [Theory, BothVersions]
    [Clause("MQTT-3.3.2-3", "MQTT-4.3.1-1", "MQTT-2.2.1-2")]
    [Clause311("MQTT-3.3.2-3", "MQTT-4.3.1-1")]
    public Task PUBLISH_with_QoS_0_reaches_the_subscriber(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a"), 2));
        await PublishAsync(level, new Publish(Own("a"), Text("hello")));
        Received message = await subscriber.ReadAsync(PacketType.Publish);
        (message.Topic, message.Text, message.Qos, message.Dup, message.Retain).Should().Be((Own("a"), "hello", 0, false, false));
    }, level);

    [Theory]
    [InlineData(V4, 0), InlineData(V4, 1), InlineData(V4, 2), InlineData(V5, 0), InlineData(V5, 1), InlineData(V5, 2)]
    [Clause("MQTT-3.3.4-1", "MQTT-3.8.4-8")]
    [Clause311("MQTT-3.3.4-1", "MQTT-3.8.4-6")]
    public Task PUBLISH_is_delivered_with_the_smaller_of_both_QoS(int level, int granted) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a"), granted));
        for (int qos = 0; qos <= 2; qos++)
        {
            await PublishAsync(level, new Publish(Own("a"), Text($"{qos}")) { Qos = qos });
            Received message = await subscriber.DeliveredAsync();
            message.Text.Should().Be($"{qos}");
            message.Qos.Should().Be(Math.Min(qos, granted));
        }
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.3.1-4")]
    [Clause311("MQTT-3.3.1-4")]
    public Task PUBLISH_with_QoS_3_ends_the_connection(int level) =>
        Ends(level, new Publish(Own("a"), Text("x")) { Qos = 3, PacketId = 1 }, Malformed);

    [Theory, BothVersions]
    [Clause("MQTT-3.3.1-2")]
    [Clause311("MQTT-3.3.1-2")]
    public Task PUBLISH_with_QoS_0_and_DUP_ends_the_connection(int level) =>
        Ends(level, new Publish(Own("a"), Text("x")) { Dup = true }, Malformed);

    [Theory, BothVersions]
    [Clause("MQTT-2.2.1-3")]
    [Clause311("MQTT-2.3.1-1")]
    public Task PUBLISH_with_packet_id_0_ends_the_connection(int level) =>
        Ends(level, new Publish(Own("a"), Text("x")) { Qos = 1, PacketId = 0 }, Malformed);

    [Theory, BothVersions]
    [Clause("MQTT-3.3.2-2", "MQTT-4.7.0-1")]
    [Clause311("MQTT-3.3.2-2", "MQTT-4.7.1-1")]
    public Task PUBLISH_to_a_topic_with_plus_ends_the_connection(int level) =>
        Ends(level, new Publish(Own("a/+/b"), Text("x")), BadTopic);

    [Theory, BothVersions]
    [Clause("MQTT-3.3.2-2", "MQTT-4.7.0-1")]
    [Clause311("MQTT-3.3.2-2", "MQTT-4.7.1-1")]
    public Task PUBLISH_to_a_topic_with_hash_ends_the_connection(int level) =>
        Ends(level, new Publish(Own("a/#"), Text("x")), BadTopic);

    [Theory, BothVersions]
    [Clause("MQTT-4.7.3-1")]
    [Clause311("MQTT-4.7.3-1")]
    public Task PUBLISH_to_an_empty_topic_ends_the_connection(int level) =>
        Ends(level, new Publish("", Text("x")), BadTopic);

    [Theory, BothVersions]
    [Clause("MQTT-4.7.3-2", "MQTT-1.5.4-2")]
    [Clause311("MQTT-4.7.3-2", "MQTT-1.5.3-2")]
    public Task PUBLISH_to_a_topic_with_NUL_ends_the_connection(int level) =>
        Ends(level, new Publish(Own("a\0b"), Text("x")), BadTopic);

    [Theory, BothVersions]
    [Clause("MQTT-3.3.1-3", "MQTT-4.3.2-2")]
    [Clause311("MQTT-3.3.1-3", "MQTT-4.3.2-1")]
    public Task PUBLISH_with_DUP_is_forwarded_without_it(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a"), 1));
        await PublishAsync(level, new Publish(Own("a"), Text("x")) { Qos = 1, Dup = true });
        (await subscriber.DeliveredAsync()).Dup.Should().BeFalse();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.3.1-12")]
    [Clause311("MQTT-3.3.1-9")]
    public Task PUBLISH_with_RETAIN_is_forwarded_without_it(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a")));
        await PublishAsync(level, new Publish(Own("a"), Text("x")) { Retain = true });
        (await subscriber.ReadAsync(PacketType.Publish)).Retain.Should().BeFalse();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.3.4-1")]
    [Clause311("MQTT-3.3.4-1")]
    public Task PUBLISH_with_an_empty_payload_is_delivered(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a")));
        await PublishAsync(level, new Publish(Own("a"), []));
        (await subscriber.ReadAsync(PacketType.Publish)).Payload.Should().BeEmpty();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.7.3-4", "MQTT-1.5.4-3")]
    [Clause311("MQTT-4.7.3-4", "MQTT-1.5.3-3")]
    public Task PUBLISH_to_topics_that_look_alike_are_kept_apart(int level) => Test(async () =>
    {
        string bom = Own("\uFEFFa");
        RawClient subscriber = await SubscriberAsync(level, new Filter(bom), new Filter(Own("Case")), new Filter(Own("n/e\u0301")));
        foreach (string other in new[] { Own("a"), Own("case"), Own("n/\u00E9"), Own("Case/"), Own("/Case") })
            await PublishAsync(level, new Publish(other, Text("other")));
        await subscriber.QuietAsync();
        await PublishAsync(level, new Publish(bom, Text("x")));
        (await subscriber.ReadAsync(PacketType.Publish)).Topic.Should().Be(bom);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.3.4-2")]
    [Clause311("MQTT-3.3.5-1")]
    public Task PUBLISH_that_matches_overlapping_subscriptions_comes_with_the_highest_QoS(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a/#"), 2), new Filter(Own("a/+"), 1));
        await PublishAsync(level, new Publish(Own("a/b"), Text("x")) { Qos = 2 });
        Received first = await subscriber.DeliveredAsync();
        // One copy, or one for each subscription: the broker chooses.
        await subscriber.SendAsync(Frame.Pingreq);
        Received? next = await subscriber.TryReadAsync();
        int highest = next is { Type: PacketType.Publish } ? Math.Max(first.Qos, next.Qos) : first.Qos;
        highest.Should().Be(2);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.6.0-5", "MQTT-4.6.0-6")]
    [Clause311("MQTT-4.6.0-5", "MQTT-4.6.0-6")]
    public Task PUBLISH_packets_of_one_topic_and_QoS_stay_in_order(int level) => Test(async () =>
    {
        for (int qos = 0; qos <= 2; qos++)
        {
            RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a"), qos));
            RawClient publisher = await ConnectAsync(level);
            for (int i = 0; i < 10; i++) await publisher.PublishAsync(new Publish(Own("a"), Text($"{i}")) { Qos = qos });
            for (int i = 0; i < 10; i++) (await subscriber.ReadAsync(PacketType.Publish)).Text.Should().Be($"{i}");
            await subscriber.DisconnectAsync();
        }
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.8.3-3")]
    [Clause311("MQTT-3.3.5-1")]
    public Task PUBLISH_of_a_subscriber_comes_back_to_it(int level) => Test(async () =>
    {
        RawClient client = await SubscriberAsync(level, new Filter(Own("a")));
        await client.SendAsync(new Publish(Own("a"), Text("mine")));
        (await client.ReadAsync(PacketType.Publish)).Text.Should().Be("mine");
    }, level);

    private Task Ends(int level, Publish publish, int[] codes, [CallerMemberName] string name = "") => Test(async () =>
    {
        RawClient watcher = await SubscriberAsync(level, new Filter(Own("#")));
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(publish);
        await client.ClosedAsync(codes);
        await watcher.QuietAsync();
    }, level, name);
}

using System.Runtime.CompilerServices;

namespace Ota.Conformance.Suites;

/// <summary>PUBACK, PUBREC, PUBREL and PUBCOMP (3.4 to 3.7), and the delivery protocols (4.3).</summary>
public abstract class AcknowledgementSuite(BrokerUnderTest broker) : Suite(broker)
{
    private const int FirstPublish = 17;

    [Theory, BothVersions]
    [Clause("MQTT-4.3.2-4", "MQTT-2.2.1-5", "MQTT-3.4.2-1")]
    [Clause311("MQTT-4.3.2-2", "MQTT-2.3.1-6")]
    public Task PUBACK_has_the_packet_id_of_the_PUBLISH(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        foreach (int id in new[] { 1, 65_535, 300 })
        {
            await client.SendAsync(new Publish(Own("a"), Text("x")) { Qos = 1, PacketId = id });
            Received puback = await client.ReadAsync(PacketType.Puback);
            puback.PacketId.Should().Be(id);
            puback.Code.Should().BeOneOf(Reason.Success, Reason.NoMatchingSubscribers);
        }
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.3.3-8", "MQTT-4.3.3-11", "MQTT-3.5.2-1", "MQTT-3.7.2-1")]
    [Clause311("MQTT-4.3.3-2", "MQTT-2.3.1-6")]
    public Task PUBREC_and_PUBCOMP_have_the_packet_id_of_the_PUBLISH(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        foreach (int id in new[] { 1, 65_535, 300 })
        {
            await client.SendAsync(new Publish(Own("a"), Text("x")) { Qos = 2, PacketId = id });
            Received pubrec = await client.ReadAsync(PacketType.Pubrec);
            pubrec.PacketId.Should().Be(id);
            pubrec.Code.Should().BeOneOf(Reason.Success, Reason.NoMatchingSubscribers);
            await client.SendAsync(new Ack(PacketType.Pubrel, id));
            Received pubcomp = await client.ReadAsync(PacketType.Pubcomp);
            (pubcomp.PacketId, pubcomp.Code).Should().Be((id, Reason.Success));
        }
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.3.2-5")]
    [Clause311("MQTT-4.3.2-2")]
    public Task PUBACK_frees_the_packet_id_for_a_new_message_whatever_DUP_says(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a"), 1));
        RawClient client = await ConnectAsync(level);
        await client.PublishAsync(new Publish(Own("a"), Text("1")) { Qos = 1, PacketId = 9 });
        await client.PublishAsync(new Publish(Own("a"), Text("2")) { Qos = 1, PacketId = 9, Dup = true });
        (await subscriber.DeliveredAsync()).Text.Should().Be("1");
        (await subscriber.DeliveredAsync()).Text.Should().Be("2");
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.3.3-10")]
    [Clause311("MQTT-4.3.3-2")]
    public Task PUBREC_answers_a_repeated_PUBLISH_which_is_delivered_once(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("#"), 0));
        RawClient client = await ConnectAsync(level);
        Publish publish = new(Own("a"), Text("once")) { Qos = 2, PacketId = 9 };
        await client.SendAsync(publish);
        await client.ReadAsync(PacketType.Pubrec);
        await client.SendAsync(publish with { Dup = true });
        (await client.ReadAsync(PacketType.Pubrec)).PacketId.Should().Be(9);
        await client.SendAsync(new Ack(PacketType.Pubrel, 9));
        await client.ReadAsync(PacketType.Pubcomp);
        await client.PublishAsync(new Publish(Own("marker"), []));
        (await subscriber.ReadAsync(PacketType.Publish)).Text.Should().Be("once");
        (await subscriber.ReadAsync(PacketType.Publish)).Topic.Should().Be(Own("marker"));
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.3.3-12")]
    [Clause311("MQTT-4.3.3-2")]
    public Task PUBCOMP_frees_the_packet_id_for_a_new_message(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a"), 0));
        RawClient client = await ConnectAsync(level);
        await client.PublishAsync(new Publish(Own("a"), Text("1")) { Qos = 2, PacketId = 9 });
        await client.PublishAsync(new Publish(Own("a"), Text("2")) { Qos = 2, PacketId = 9 });
        (await subscriber.ReadAsync(PacketType.Publish)).Text.Should().Be("1");
        (await subscriber.ReadAsync(PacketType.Publish)).Text.Should().Be("2");
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.3.3-11")]
    [Clause311("MQTT-4.3.3-2")]
    public Task PUBREL_with_an_unknown_packet_id_is_answered_by_PUBCOMP(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(new Ack(PacketType.Pubrel, 77));
        Received pubcomp = await client.ReadAsync(PacketType.Pubcomp);
        pubcomp.PacketId.Should().Be(77);
        pubcomp.Code.Should().BeOneOf(Reason.Success, Reason.PacketIdNotFound);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.3.3-11")]
    [Clause311("MQTT-4.3.3-2")]
    public Task PUBREL_that_is_repeated_is_answered_again(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.PublishAsync(new Publish(Own("a"), Text("x")) { Qos = 2, PacketId = 5 });
        await client.SendAsync(new Ack(PacketType.Pubrel, 5));
        (await client.ReadAsync(PacketType.Pubcomp)).PacketId.Should().Be(5);
    }, level);

    [Theory]
    [InlineData(V4, 0x60), InlineData(V4, 0x63), InlineData(V5, 0x60), InlineData(V5, 0x63), InlineData(V5, 0x6A)]
    [Clause("MQTT-3.6.1-1")]
    [Clause311("MQTT-3.6.1-1")]
    public Task PUBREL_with_wrong_flags_ends_the_connection(int level, int firstByte) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(new Publish(Own("a"), Text("x")) { Qos = 2, PacketId = 1 });
        await client.ReadAsync(PacketType.Pubrec);
        await client.SendAsync(new Ack(PacketType.Pubrel, 1) { FirstByte = firstByte });
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-2.1.3-1")]
    [Clause311("MQTT-2.2.2-2")]
    public Task PUBACK_with_wrong_flags_ends_the_connection(int level) => Test(async () =>
    {
        (RawClient client, int id) = await DeliveringAsync(level, 1);
        await client.SendAsync(new Ack(PacketType.Puback, id) { FirstByte = 0x41 });
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-2.1.3-1")]
    [Clause311("MQTT-2.2.2-2")]
    public Task PUBREC_with_wrong_flags_ends_the_connection(int level) => Test(async () =>
    {
        (RawClient client, int id) = await DeliveringAsync(level, 2);
        await client.SendAsync(new Ack(PacketType.Pubrec, id) { FirstByte = 0x52 });
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-2.1.3-1")]
    [Clause311("MQTT-2.2.2-2")]
    public Task PUBCOMP_with_wrong_flags_ends_the_connection(int level) => Test(async () =>
    {
        (RawClient client, int id) = await DeliveringAsync(level, 2);
        await client.SendAsync(new Ack(PacketType.Pubrec, id));
        await client.ReadAsync(PacketType.Pubrel);
        await client.SendAsync(new Ack(PacketType.Pubcomp, id) { FirstByte = 0x78 });
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.3.3-4", "MQTT-4.3.3-2", "MQTT-2.2.1-5", "MQTT-3.6.2-1")]
    [Clause311("MQTT-4.3.3-1")]
    public Task PUBREC_of_the_subscriber_is_answered_by_PUBREL(int level) => Test(async () =>
    {
        (RawClient client, int id) = await DeliveringAsync(level, 2);
        await client.SendAsync(new Ack(PacketType.Pubrec, id));
        Received pubrel = await client.ReadAsync(PacketType.Pubrel);
        (pubrel.PacketId, pubrel.Code).Should().Be((id, Reason.Success));
        await client.SendAsync(new Ack(PacketType.Pubcomp, id));
        await client.QuietAsync();
    }, level);

    [Fact]
    [Clause("MQTT-4.4.0-2", "MQTT-4.3.3-4")]
    public Task PUBREC_with_an_error_ends_the_delivery_without_PUBREL() => Test(async () =>
    {
        (RawClient client, int id) = await DeliveringAsync(V5, 2);
        await client.SendAsync(new Ack(PacketType.Pubrec, id) { Reason = Reason.Unspecified });
        await client.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-3.4.2-1", "MQTT-4.4.0-2")]
    public Task PUBACK_with_reason_and_properties_is_understood() => Test(async () =>
    {
        (RawClient client, int id) = await DeliveringAsync(V5, 1);
        await client.SendAsync(new Ack(PacketType.Puback, id)
        {
            Reason = Reason.Unspecified,
            Properties = [Property.ReasonString("no"), Property.User("a", "b"), Property.User("a", "b")],
        });
        await client.QuietAsync();
    });

    [Theory]
    [InlineData(PacketType.Puback)]
    [InlineData(PacketType.Pubrec)]
    [InlineData(PacketType.Pubrel)]
    [InlineData(PacketType.Pubcomp)]
    [Clause("MQTT-4.13.1-1")]
    public Task PUBACK_and_its_like_with_a_reason_string_twice_end_the_connection(PacketType type) =>
        WrongAck(type, [Property.ReasonString("a"), Property.ReasonString("b")]);

    [Theory]
    [InlineData(PacketType.Puback)]
    [InlineData(PacketType.Pubrec)]
    [InlineData(PacketType.Pubrel)]
    [InlineData(PacketType.Pubcomp)]
    [Clause("MQTT-4.13.1-1")]
    public Task PUBACK_and_its_like_with_a_property_of_other_packets_end_the_connection(PacketType type) =>
        WrongAck(type, [Property.TopicAlias(1)]);

    [Theory]
    [InlineData(V4, PacketType.Puback), InlineData(V4, PacketType.Pubrec), InlineData(V4, PacketType.Pubrel)]
    [InlineData(V4, PacketType.Pubcomp), InlineData(V5, PacketType.Puback), InlineData(V5, PacketType.Pubrec)]
    [InlineData(V5, PacketType.Pubrel), InlineData(V5, PacketType.Pubcomp)]
    [Clause("MQTT-4.13.1-1")]
    [Clause311("MQTT-4.8.0-1")]
    public Task PUBACK_and_its_like_cut_short_end_the_connection(int level, PacketType type) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(Frame.Of((int)type << 4 | (type == PacketType.Pubrel ? 2 : 0), 0x00));
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol);
    }, $"{level} {type}");

    [Theory, BothVersions]
    [Clause("MQTT-2.2.1-4", "MQTT-4.3.2-1", "MQTT-4.3.3-1")]
    [Clause311("MQTT-2.3.1-4")]
    public Task PUBLISH_of_the_broker_has_a_packet_id_that_is_free_and_not_0(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a"), 2));
        RawClient publisher = await ConnectAsync(level);
        for (int i = 0; i < 10; i++) await publisher.PublishAsync(new Publish(Own("a"), []) { Qos = 1 + i % 2 });
        List<int> ids = [];
        for (int i = 0; i < 10; i++) ids.Add((await subscriber.ReadAsync(PacketType.Publish)).PacketId);
        ids.Should().OnlyHaveUniqueItems().And.NotContain(0);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.4.0-1", "MQTT-4.3.2-3")]
    [Clause311("MQTT-4.4.0-1")]
    public Task PUBLISH_without_answer_is_not_repeated_on_the_same_connection(int level) => Test(async () =>
    {
        (RawClient client, _) = await DeliveringAsync(level, 1);
        RawClient other = await ConnectAsync(level, new Connect { ClientId = NewId(), KeepAlive = 1 });
        await other.ClosedAsync(); // A while, by the broker's own clock.
        await client.QuietAsync();
    }, level);

    private Task WrongAck(PacketType type, byte[][] properties, [CallerMemberName] string name = "") => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Ack(type, FirstPublish) { Reason = Reason.Success, Properties = properties });
        await client.ClosedAsync(Reason.Protocol, Reason.Malformed);
    }, type, name);

    /// <summary>A subscriber that has got a PUBLISH and not answered it.</summary>
    private async Task<(RawClient Client, int PacketId)> DeliveringAsync(int level, int qos)
    {
        RawClient client = await SubscriberAsync(level, new Filter(Own("in"), qos));
        await PublishAsync(level, new Publish(Own("in"), Text("x")) { Qos = qos });
        return (client, (await client.ReadAsync(PacketType.Publish)).PacketId);
    }
}

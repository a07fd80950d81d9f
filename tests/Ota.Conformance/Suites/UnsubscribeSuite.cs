using System.Runtime.CompilerServices;

namespace Ota.Conformance.Suites;

/// <summary>UNSUBSCRIBE and UNSUBACK (3.10, 3.11).</summary>
public abstract class UnsubscribeSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Theory, BothVersions]
    [Clause("MQTT-3.10.4-4", "MQTT-3.10.4-5", "MQTT-2.2.1-6")]
    [Clause311("MQTT-3.10.4-4", "MQTT-3.10.4-5", "MQTT-2.3.1-7")]
    public Task UNSUBSCRIBE_is_answered_by_UNSUBACK_with_its_packet_id(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        foreach (int id in new[] { 1, 65_535, 4000 })
        {
            await client.SendAsync(new Unsubscribe(Own("never")) { PacketId = id });
            (await client.ReadAsync(PacketType.Unsuback)).PacketId.Should().Be(id);
        }
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.10.4-1", "MQTT-3.10.4-2")]
    [Clause311("MQTT-3.10.4-1", "MQTT-3.10.4-2")]
    public Task UNSUBSCRIBE_stops_the_messages(int level) => Test(async () =>
    {
        RawClient client = await SubscriberAsync(level, new Filter(Own("a")), new Filter(Own("b")));
        await client.UnsubscribeAsync(Own("a"));
        await PublishAsync(level, new Publish(Own("a"), Text("gone")));
        await PublishAsync(level, new Publish(Own("b"), Text("still here")));
        (await client.ReadAsync(PacketType.Publish)).Text.Should().Be("still here");
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.10.4-1")]
    [Clause311("MQTT-3.10.4-1")]
    public Task UNSUBSCRIBE_compares_filters_character_by_character(int level) => Test(async () =>
    {
        RawClient client = await SubscriberAsync(level, new Filter(Own("a/+")));
        await client.UnsubscribeAsync(Own("a/b"), Own("a/#"), Own("+/+"));
        await PublishAsync(level, new Publish(Own("a/b"), Text("x")));
        await client.ReadAsync(PacketType.Publish);
        await client.UnsubscribeAsync(Own("a/+"));
        await PublishAsync(level, new Publish(Own("a/b"), Text("x")));
        await client.QuietAsync();
    }, level);

    [Fact]
    [Clause("MQTT-3.11.3-1", "MQTT-3.11.3-2", "MQTT-3.10.4-6")]
    public Task UNSUBACK_has_a_code_for_each_filter_in_order() => Test(async () =>
    {
        RawClient client = await SubscriberAsync(V5, new Filter(Own("a")), new Filter(Own("c")));
        Received unsuback = await client.UnsubscribeAsync(Own("a"), Own("b"), Own("c"), Own("a"));
        unsuback.Codes.Should().Equal(
            Reason.Success, Reason.NoSubscriptionExisted, Reason.Success, Reason.NoSubscriptionExisted);
    });

    [Fact]
    [Clause311("MQTT-3.10.4-6")]
    public Task UNSUBACK_of_3_1_1_has_no_codes_and_all_filters_are_gone() => Test(async () =>
    {
        RawClient client = await SubscriberAsync(V4, new Filter(Own("a")), new Filter(Own("b")));
        (await client.UnsubscribeAsync(Own("a"), Own("b"))).Codes.Should().BeEmpty();
        await PublishAsync(V4, new Publish(Own("a"), Text("x")));
        await PublishAsync(V4, new Publish(Own("b"), Text("x")));
        await client.QuietAsync();
    });

    [Theory, BothVersions]
    [Clause("MQTT-3.10.4-3")]
    [Clause311("MQTT-3.10.4-3")]
    public Task UNSUBSCRIBE_lets_a_delivery_that_has_begun_come_to_its_end(int level) => Test(async () =>
    {
        RawClient client = await SubscriberAsync(level, new Filter(Own("a"), 2));
        await PublishAsync(level, new Publish(Own("a"), Text("x")) { Qos = 2 });
        Received message = await client.ReadAsync(PacketType.Publish);
        await client.UnsubscribeAsync(Own("a"));
        await client.SendAsync(new Ack(PacketType.Pubrec, message.PacketId));
        (await client.ReadAsync(PacketType.Pubrel)).PacketId.Should().Be(message.PacketId);
        await client.SendAsync(new Ack(PacketType.Pubcomp, message.PacketId));
        await client.QuietAsync();
    }, level);

    [Theory]
    [InlineData(V4, 0xA0), InlineData(V4, 0xA3), InlineData(V5, 0xA0), InlineData(V5, 0xA6)]
    [Clause("MQTT-3.10.1-1")]
    [Clause311("MQTT-3.10.1-1")]
    public Task UNSUBSCRIBE_with_wrong_flags_ends_the_connection(int level, int firstByte) =>
        Ends(level, new Unsubscribe(Own("a")) { FirstByte = firstByte });

    [Theory, BothVersions]
    [Clause("MQTT-3.10.3-2")]
    [Clause311("MQTT-3.10.3-2")]
    public Task UNSUBSCRIBE_without_filter_ends_the_connection(int level) => Ends(level, new Unsubscribe());

    [Theory, BothVersions]
    [Clause("MQTT-2.2.1-3")]
    [Clause311("MQTT-2.3.1-1")]
    public Task UNSUBSCRIBE_with_packet_id_0_ends_the_connection(int level) => Ends(level, new Unsubscribe(Own("a")) { PacketId = 0 });

    [Theory, BothVersions]
    [Clause("MQTT-3.10.3-1")]
    [Clause311("MQTT-3.10.3-1")]
    public Task UNSUBSCRIBE_with_a_filter_that_is_not_UTF_8_ends_the_connection(int level) =>
        Ends(level, new Unsubscribe { Tail = new Bytes().Binary([0x61, 0xFF]).ToArray() });

    [Fact]
    [Clause("MQTT-4.13.1-1")]
    public Task UNSUBSCRIBE_with_a_property_of_other_packets_ends_the_connection() =>
        Ends(V5, new Unsubscribe(Own("a")) { Properties = [Property.SubscriptionId(1)] });

    private Task Ends(int level, Unsubscribe unsubscribe, [CallerMemberName] string name = "") => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(unsubscribe);
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol, Reason.TopicFilterInvalid);
    }, level, name);
}

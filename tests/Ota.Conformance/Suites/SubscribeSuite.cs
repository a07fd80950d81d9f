using System.Runtime.CompilerServices;

namespace Ota.Conformance.Suites;

/// <summary>SUBSCRIBE and SUBACK (3.8, 3.9).</summary>
public abstract class SubscribeSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Theory, BothVersions]
    [Clause("MQTT-3.8.4-1", "MQTT-3.8.4-2", "MQTT-2.2.1-6")]
    [Clause311("MQTT-3.8.4-1", "MQTT-3.8.4-2", "MQTT-2.3.1-7")]
    public Task SUBSCRIBE_is_answered_by_SUBACK_with_its_packet_id(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        foreach (int id in new[] { 1, 65_535, 4000 })
        {
            await client.SendAsync(new Subscribe(new Filter(Own("a"))) { PacketId = id });
            (await client.ReadAsync(PacketType.Suback)).PacketId.Should().Be(id);
        }
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.8.4-5", "MQTT-3.8.4-6", "MQTT-3.8.4-7", "MQTT-3.9.3-1", "MQTT-3.9.3-2")]
    [Clause311("MQTT-3.8.4-4", "MQTT-3.8.4-5", "MQTT-3.9.3-1", "MQTT-3.9.3-2")]
    public Task SUBACK_has_a_code_for_each_filter_in_order(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        Received suback = await client.SubscribeAsync(
            new Filter(Own("a"), 2), new Filter(Own("b"), 0), new Filter(Own("c/#"), 1), new Filter(Own("a"), 1));
        suback.Codes.Should().Equal(2, 0, 1, 1);
    }, level);

    [Theory]
    [InlineData(V4, 0x80), InlineData(V4, 0x83), InlineData(V5, 0x80), InlineData(V5, 0x83), InlineData(V5, 0x8A)]
    [Clause("MQTT-3.8.1-1")]
    [Clause311("MQTT-3.8.1-1")]
    public Task SUBSCRIBE_with_wrong_flags_ends_the_connection(int level, int firstByte) =>
        Ends(level, new Subscribe(new Filter(Own("a"))) { FirstByte = firstByte });

    [Theory, BothVersions]
    [Clause("MQTT-3.8.3-2")]
    [Clause311("MQTT-3.8.3-3")]
    public Task SUBSCRIBE_without_filter_ends_the_connection(int level) => Ends(level, new Subscribe());

    [Theory, BothVersions]
    [Clause("MQTT-2.2.1-3")]
    [Clause311("MQTT-2.3.1-1")]
    public Task SUBSCRIBE_with_packet_id_0_ends_the_connection(int level) =>
        Ends(level, new Subscribe(new Filter(Own("a"))) { PacketId = 0 });

    [Theory, BothVersions]
    [Clause("MQTT-4.13.1-1")]
    [Clause311("MQTT-3-8.3-4")]
    public Task SUBSCRIBE_with_QoS_3_ends_the_connection(int level) => Ends(level, new Subscribe(new Filter(Own("a"), 3)));

    [Fact]
    [Clause311("MQTT-3-8.3-4")]
    public Task SUBSCRIBE_of_3_1_1_with_options_of_5_0_ends_the_connection() =>
        Ends(V4, new Subscribe(new Filter(Own("a")) { NoLocal = true }));

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x80)]
    [Clause("MQTT-3.8.3-5")]
    public Task SUBSCRIBE_with_reserved_option_bits_ends_the_connection(int options) =>
        Ends(V5, new Subscribe(new Filter(Own("a")) { Options = options }));

    [Fact]
    [Clause("MQTT-4.13.1-1")]
    public Task SUBSCRIBE_with_retain_handling_3_ends_the_connection() =>
        Ends(V5, new Subscribe(new Filter(Own("a")) { RetainHandling = 3 }));

    [Theory, BothVersions]
    [Clause("MQTT-4.13.1-1")]
    [Clause311("MQTT-4.8.0-1")]
    public Task SUBSCRIBE_with_a_filter_but_no_options_ends_the_connection(int level) =>
        Ends(level, new Subscribe(new Filter(Own("a"))) { Tail = new Bytes().Text(Own("b")).ToArray() });

    [Theory, BothVersions]
    [Clause("MQTT-3.8.3-1")]
    [Clause311("MQTT-3.8.3-1")]
    public Task SUBSCRIBE_with_a_filter_that_is_not_UTF_8_is_refused(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        byte[] broken = new Bytes().Binary([0x61, 0xFF]).Byte(0).ToArray();
        await client.SendAsync(new Subscribe { Tail = broken });
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol, Reason.TopicFilterInvalid);
    }, level);

    [Fact]
    [Clause("MQTT-4.13.1-1")]
    public Task SUBSCRIBE_with_subscription_identifier_0_ends_the_connection() =>
        Ends(V5, new Subscribe(new Filter(Own("a"))) { Properties = [Property.SubscriptionId(0)] });

    [Fact]
    [Clause("MQTT-4.13.1-1")]
    public Task SUBSCRIBE_with_two_subscription_identifiers_ends_the_connection() =>
        Ends(V5, new Subscribe(new Filter(Own("a"))) { Properties = [Property.SubscriptionId(1), Property.SubscriptionId(2)] });

    [Fact]
    [Clause("MQTT-4.13.1-1")]
    public Task SUBSCRIBE_with_a_property_of_other_packets_ends_the_connection() =>
        Ends(V5, new Subscribe(new Filter(Own("a"))) { Properties = [Property.TopicAlias(1)] });

    [Fact]
    [Clause("MQTT-3.8.4-1")]
    public Task SUBSCRIBE_with_user_properties_is_accepted() => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Subscribe(new Filter(Own("a"))) { Properties = [Property.User("a", "b"), Property.User("a", "b")] });
        (await client.ReadAsync(PacketType.Suback)).Codes.Should().Equal(0);
    });

    [Theory, BothVersions]
    [Clause("MQTT-3.8.4-3")]
    [Clause311("MQTT-3.8.4-3")]
    public Task SUBSCRIBE_to_the_same_filter_replaces_the_subscription(int level) => Test(async () =>
    {
        RawClient client = await SubscriberAsync(level, new Filter(Own("a"), 2));
        await client.SubscribeAsync(new Filter(Own("a"), 0));
        await PublishAsync(level, new Publish(Own("a"), Text("x")) { Qos = 1 });
        (await client.ReadAsync(PacketType.Publish)).Qos.Should().Be(0);
        await client.QuietAsync();
    }, level);

    [Fact]
    [Clause("MQTT-3.8.4-3")]
    public Task SUBSCRIBE_again_replaces_the_subscription_identifier() => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Subscribe(new Filter(Own("a"))) { Properties = [Property.SubscriptionId(1)] });
        await client.ReadAsync(PacketType.Suback);
        await client.SendAsync(new Subscribe(new Filter(Own("a"))) { Properties = [Property.SubscriptionId(2)] });
        await client.ReadAsync(PacketType.Suback);
        await PublishAsync(V5, new Publish(Own("a"), Text("x")));
        (await client.ReadAsync(PacketType.Publish)).Properties.SubscriptionIds.Should().Equal(2);
        await client.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-3.8.4-3")]
    public Task SUBSCRIBE_again_without_identifier_takes_the_identifier_away() => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Subscribe(new Filter(Own("a"))) { Properties = [Property.SubscriptionId(1)] });
        await client.ReadAsync(PacketType.Suback);
        await client.SubscribeAsync(new Filter(Own("a")));
        await PublishAsync(V5, new Publish(Own("a"), Text("x")));
        (await client.ReadAsync(PacketType.Publish)).Properties.SubscriptionIds.Should().BeEmpty();
    });

    [Fact]
    [Clause("MQTT-3.8.3-3")]
    public Task SUBSCRIBE_with_no_local_keeps_the_own_messages_away() => Test(async () =>
    {
        RawClient client = await SubscriberAsync(V5, new Filter(Own("a"), 1) { NoLocal = true });
        await client.PublishAsync(new Publish(Own("a"), Text("mine")) { Qos = 1 });
        await client.QuietAsync();
        await PublishAsync(V5, new Publish(Own("a"), Text("theirs")));
        (await client.ReadAsync(PacketType.Publish)).Text.Should().Be("theirs");
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Clause("MQTT-3.3.1-13")]
    public Task SUBSCRIBE_with_retain_as_published_keeps_the_flag(bool retain) => Test(async () =>
    {
        RawClient client = await SubscriberAsync(V5, new Filter(Own("a")) { RetainAsPublished = true });
        await PublishAsync(V5, new Publish(Own("a"), Text("x")) { Retain = retain });
        (await client.ReadAsync(PacketType.Publish)).Retain.Should().Be(retain);
    });

    private Task Ends(int level, Subscribe subscribe, [CallerMemberName] string name = "") => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(subscribe);
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol);
    }, level, name);
}

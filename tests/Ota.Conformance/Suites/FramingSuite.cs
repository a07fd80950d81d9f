namespace Ota.Conformance.Suites;

/// <summary>Packets and segments (4.2): the stream may be cut anywhere, and packets may be large.</summary>
public abstract class FramingSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Theory, BothVersions]
    [Clause("MQTT-4.2.0-1")]
    [Clause311("MQTT-7.1.1-1")]
    public Task CONNECT_and_others_may_come_one_byte_at_a_time(int level) => Test(async () =>
    {
        RawClient client = await OpenAsync(level);
        await TrickleAsync(client, new Connect { ClientId = NewId(), Will = new Will(Own("w"), Text("x")), UserName = "u" });
        await client.ReadAsync(PacketType.Connack);
        await TrickleAsync(client, new Subscribe(new Filter(Own("a"), 1)));
        await client.ReadAsync(PacketType.Suback);
        await TrickleAsync(client, new Publish(Own("a"), Text(new string('x', 200))));
        (await client.ReadAsync(PacketType.Publish)).Payload.Should().HaveCount(200);
        await client.SendAsync(0xC0);
        await client.SendAsync(0x00);
        await client.ReadAsync(PacketType.Pingresp);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.2.0-1", "MQTT-4.6.0-5")]
    [Clause311("MQTT-7.1.1-1", "MQTT-4.6.0-2")]
    public Task PUBLISH_packets_may_share_a_segment_and_are_answered_in_order(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendTogetherAsync(
            [.. Enumerable.Range(1, 20).Select(id => new Publish(Own("a"), Text("x")) { Qos = 1, PacketId = id })]);
        for (int id = 1; id <= 20; id++) (await client.ReadAsync(PacketType.Puback)).PacketId.Should().Be(id);
        await client.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.2.0-1", "MQTT-4.3.3-8")]
    [Clause311("MQTT-7.1.1-1", "MQTT-4.6.0-3")]
    public Task PUBLISH_with_QoS_2_is_answered_in_order(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendTogetherAsync(
            [.. Enumerable.Range(1, 10).Select(id => new Publish(Own("a"), Text("x")) { Qos = 2, PacketId = id })]);
        for (int id = 1; id <= 10; id++) (await client.ReadAsync(PacketType.Pubrec)).PacketId.Should().Be(id);
        await client.SendTogetherAsync([.. Enumerable.Range(1, 10).Select(id => new Ack(PacketType.Pubrel, id))]);
        for (int id = 1; id <= 10; id++) (await client.ReadAsync(PacketType.Pubcomp)).PacketId.Should().Be(id);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.12.4-1")]
    [Clause311("MQTT-3.12.4-1")]
    public Task PINGREQ_a_hundred_times_in_one_segment_is_answered_a_hundred_times(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync([.. Enumerable.Range(0, 100).SelectMany(_ => Frame.Pingreq)]);
        for (int i = 0; i < 100; i++) await client.ReadAsync(PacketType.Pingresp);
    }, level);

    /// <summary>The sizes at which the remaining length becomes a byte longer.</summary>
    [Theory]
    [InlineData(V4, 127), InlineData(V4, 128), InlineData(V4, 16_383), InlineData(V4, 16_384), InlineData(V4, 200_000)]
    [InlineData(V5, 127), InlineData(V5, 128), InlineData(V5, 16_383), InlineData(V5, 16_384), InlineData(V5, 200_000)]
    [Clause("MQTT-1.5.5-1")]
    [Clause311("MQTT-3.3.4-1")]
    public Task PUBLISH_of_any_size_comes_whole(int level, int remainingLength) => Test(async () =>
    {
        int header = 2 + Own("a").Length + (level == V5 ? 1 : 0);
        byte[] payload = [.. Enumerable.Range(0, remainingLength - header).Select(i => (byte)(i * 31))];
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a")));
        await PublishAsync(level, new Publish(Own("a"), payload));
        (await subscriber.ReadAsync(PacketType.Publish)).Payload.SequenceEqual(payload).Should().BeTrue();
    }, $"{level} {remainingLength}");

    [Theory, BothVersions]
    [Clause("MQTT-3.8.4-5")]
    [Clause311("MQTT-3.8.4-4")]
    public Task SUBSCRIBE_with_a_hundred_filters_has_a_hundred_codes(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        Received suback = await client.SubscribeAsync([.. Enumerable.Range(0, 100).Select(i => new Filter(Own($"{i}"), i % 3))]);
        suback.Codes.Should().Equal(Enumerable.Range(0, 100).Select(i => i % 3));
    }, level);

    private static async Task TrickleAsync(RawClient client, Outgoing packet)
    {
        foreach (byte one in packet.Encode(client.Level)) await client.SendAsync(one);
    }
}

using System.Runtime.CompilerServices;

namespace Ota.Conformance.Suites;

/// <summary>The first packet of a connection is CONNECT (3.1.0), and until CONNACK nothing is sent back (3.14.0-1).</summary>
public abstract class FirstPacketSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Theory, BothVersions]
    [Clause("MQTT-3.1.0-1", "MQTT-3.14.0-1")]
    [Clause311("MQTT-3.1.0-1")]
    public Task PUBLISH_before_CONNECT_ends_the_connection(int level) => First(level, new Publish(Own("a"), Text("x")));

    [Theory, BothVersions]
    [Clause("MQTT-3.1.0-1", "MQTT-3.14.0-1")]
    [Clause311("MQTT-3.1.0-1")]
    public Task SUBSCRIBE_before_CONNECT_ends_the_connection(int level) => First(level, new Subscribe(new Filter(Own("a"))));

    [Theory, BothVersions]
    [Clause("MQTT-3.1.0-1", "MQTT-3.14.0-1")]
    [Clause311("MQTT-3.1.0-1")]
    public Task UNSUBSCRIBE_before_CONNECT_ends_the_connection(int level) => First(level, new Unsubscribe(Own("a")));

    [Theory, BothVersions]
    [Clause("MQTT-3.1.0-1", "MQTT-3.14.0-1")]
    [Clause311("MQTT-3.1.0-1")]
    public Task PUBREL_before_CONNECT_ends_the_connection(int level) => First(level, new Ack(PacketType.Pubrel, 1));

    [Theory, BothVersions]
    [Clause("MQTT-3.1.0-1", "MQTT-3.14.0-1")]
    [Clause311("MQTT-3.1.0-1")]
    public Task DISCONNECT_before_CONNECT_ends_the_connection(int level) => First(level, new Closing(PacketType.Disconnect));

    [Fact]
    [Clause("MQTT-3.1.0-1", "MQTT-3.14.0-1")]
    public Task AUTH_before_CONNECT_ends_the_connection() =>
        First(V5, new Closing(PacketType.Auth) { Reason = 0x18, Properties = [Property.AuthMethod("PLAIN")] });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.0-1", "MQTT-3.14.0-1")]
    [Clause311("MQTT-3.1.0-1")]
    public Task PINGREQ_before_CONNECT_ends_the_connection(int level) => Test(async () =>
    {
        RawClient client = await OpenAsync(level);
        await client.SendAsync(Frame.Pingreq);
        await client.EndAsync();
    }, level);

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(13)]
    [Clause("MQTT-3.1.0-1")]
    [Clause311("MQTT-3.1.0-1")]
    public Task CONNACK_and_other_packets_of_a_server_end_the_connection(int type) => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(Frame.Of(type << 4, type == 13 ? [] : [0, 1, 0]));
        await client.ClosedAsync(Reason.Protocol, Reason.Malformed);
    }, type);

    [Theory, BothVersions]
    [Clause("MQTT-4.13.1-1")]
    [Clause311("MQTT-4.8.0-1")]
    public Task RESERVED_packet_type_0_ends_the_connection(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(0x00, 0x00);
        await client.ClosedAsync(Reason.Protocol, Reason.Malformed);
    }, level);

    [Fact]
    [Clause311("MQTT-4.8.0-1")]
    public Task AUTH_in_3_1_1_is_a_reserved_packet_type() => Test(async () =>
    {
        RawClient client = await ConnectAsync(V4);
        await client.SendAsync(0xF0, 0x00);
        await client.EndAsync();
    });

    private Task First(int level, Outgoing packet, [CallerMemberName] string name = "") =>
        Test(async () =>
        {
            RawClient client = await OpenAsync(level);
            await client.SendAsync(packet);
            await client.EndAsync();
        }, level, name);
}

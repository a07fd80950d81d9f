namespace Ota.Conformance.Suites;

/// <summary>DISCONNECT (3.14) and AUTH (3.15).</summary>
public abstract class DisconnectSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Theory, BothVersions]
    [Clause("MQTT-3.14.4-1", "MQTT-3.14.4-2")]
    [Clause311("MQTT-3.14.4-1", "MQTT-3.14.4-2")]
    public Task DISCONNECT_is_followed_by_the_end_of_the_connection(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(new Closing(PacketType.Disconnect));
        await client.EndAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.14.4-1")]
    [Clause311("MQTT-3.14.4-1")]
    public Task DISCONNECT_is_the_last_packet_that_counts(int level) => Test(async () =>
    {
        RawClient watcher = await SubscriberAsync(level, new Filter(Own("a")));
        RawClient client = await ConnectAsync(level);
        await client.SendTogetherAsync(new Closing(PacketType.Disconnect), new Publish(Own("a"), Text("late")));
        await client.EndAsync();
        await watcher.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.14.1-1")]
    [Clause311("MQTT-3.14.1-1")]
    public Task DISCONNECT_with_wrong_flags_is_malformed_and_the_will_stays(int level) => Test(async () =>
    {
        RawClient watcher = await SubscriberAsync(level, new Filter(Own("will")));
        RawClient client = await ConnectAsync(level, new Connect { ClientId = NewId(), Will = new Will(Own("will"), Text("gone")) });
        await client.SendAsync(new Closing(PacketType.Disconnect) { FirstByte = 0xE1 });
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol);
        await watcher.ReadAsync(PacketType.Publish);
    }, level);

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x04)]
    [InlineData(0x80)]
    [InlineData(0x93)]
    [InlineData(0x99)]
    [Clause("MQTT-3.14.2-1", "MQTT-3.14.4-2")]
    public Task DISCONNECT_with_a_reason_of_a_client_ends_the_connection(int reason) => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Closing(PacketType.Disconnect)
        {
            Reason = reason,
            Properties = [Property.ReasonString("because"), Property.User("a", "b"), Property.User("a", "b")],
        });
        await client.EndAsync();
    }, $"{reason:X2}");

    [Fact]
    [Clause("MQTT-4.13.1-1")]
    public Task DISCONNECT_with_a_reason_string_twice_is_a_protocol_error() => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Closing(PacketType.Disconnect)
        {
            Reason = 0,
            Properties = [Property.ReasonString("a"), Property.ReasonString("b")],
        });
        await client.ClosedAsync(Reason.Protocol, Reason.Malformed);
    });

    [Fact]
    [Clause311("MQTT-4.8.0-1")]
    public Task DISCONNECT_of_3_1_1_with_content_ends_the_connection() => Test(async () =>
    {
        RawClient client = await ConnectAsync(V4);
        await client.SendAsync(0xE0, 0x01, 0x00);
        await client.EndAsync();
    });

    [Fact]
    [Clause("MQTT-4.12.0-6", "MQTT-4.13.1-1")]
    public Task AUTH_without_an_authentication_method_in_CONNECT_is_a_protocol_error() => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Closing(PacketType.Auth) { Reason = 0x19, Properties = [Property.AuthMethod("X")] });
        await client.ClosedAsync(Reason.Protocol);
    });

    [Fact]
    [Clause("MQTT-3.15.1-1")]
    public Task AUTH_with_wrong_flags_ends_the_connection() => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Closing(PacketType.Auth) { FirstByte = 0xF1, Reason = 0x19, Properties = [Property.AuthMethod("X")] });
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol);
    });
}

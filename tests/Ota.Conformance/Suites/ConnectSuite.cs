using System.Runtime.CompilerServices;

namespace Ota.Conformance.Suites;

/// <summary>CONNECT (3.1): header, flags and payload.</summary>
public abstract class ConnectSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Theory, BothVersions]
    [Clause("MQTT-3.1.4-5", "MQTT-3.2.0-1", "MQTT-3.2.2-1")]
    [Clause311("MQTT-3.1.4-4", "MQTT-3.2.0-1")]
    public Task CONNECT_is_answered_by_CONNACK(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.0-2", "MQTT-3.2.0-2")]
    [Clause311("MQTT-3.1.0-2")]
    public Task CONNECT_a_second_time_ends_the_connection(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(new Connect { ClientId = NewId() });
        Received? farewell = await client.ClosedAsync(Reason.Protocol);
        farewell?.Type.Should().Be(PacketType.Disconnect, "there is one CONNACK only");
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-3", "MQTT-3.1.4-1")]
    [Clause311("MQTT-3.1.2-3", "MQTT-3.1.4-1")]
    public Task CONNECT_with_reserved_flag_set_is_refused(int level) =>
        Refused(level, new Connect { ClientId = NewId(), Flags = 0x03 });

    [Theory, BothVersions]
    [Clause("MQTT-2.1.3-1")]
    [Clause311("MQTT-2.2.2-2")]
    public Task CONNECT_with_flags_in_the_fixed_header_is_refused(int level) =>
        Refused(level, new Connect { ClientId = NewId(), FirstByte = 0x11 });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-12")]
    [Clause311("MQTT-3.1.2-14")]
    public Task CONNECT_with_will_QoS_3_is_refused(int level) =>
        Refused(level, new Connect { ClientId = NewId(), Will = new Will(Own("w"), Text("w")) { Qos = 3 } });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-11")]
    [Clause311("MQTT-3.1.2-13")]
    public Task CONNECT_with_will_QoS_but_no_will_is_refused(int level) =>
        Refused(level, new Connect { ClientId = NewId(), Flags = 0x0A });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-13")]
    [Clause311("MQTT-3.1.2-15")]
    public Task CONNECT_with_will_retain_but_no_will_is_refused(int level) =>
        Refused(level, new Connect { ClientId = NewId(), Flags = 0x22 });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-9")]
    [Clause311("MQTT-3.1.2-9")]
    public Task CONNECT_with_will_flag_but_no_will_fields_is_refused(int level) =>
        Refused(level, new Connect { ClientId = NewId(), Flags = 0x06 });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-17")]
    [Clause311("MQTT-3.1.2-19")]
    public Task CONNECT_with_user_name_flag_but_no_user_name_is_refused(int level) =>
        Refused(level, new Connect { ClientId = NewId(), Flags = 0x82 });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-16")]
    [Clause311("MQTT-3.1.2-18")]
    public Task CONNECT_with_a_user_name_but_no_flag_is_refused(int level) =>
        Refused(level, new Connect { ClientId = NewId(), UserName = "user", Flags = 0x02 });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-19")]
    [Clause311("MQTT-3.1.2-21")]
    public Task CONNECT_with_password_flag_but_no_password_is_refused(int level) =>
        Refused(level, new Connect { ClientId = NewId(), UserName = "user", Flags = 0xC2 });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-18")]
    [Clause311("MQTT-3.1.2-20")]
    public Task CONNECT_with_a_password_but_no_flag_is_refused(int level) =>
        Refused(level, new Connect { ClientId = NewId(), UserName = "user", Password = Text("secret"), Flags = 0x82 });

    [Fact]
    [Clause311("MQTT-3.1.2-22")]
    public Task CONNECT_of_3_1_1_with_password_but_no_user_name_is_refused() =>
        Refused(V4, new Connect { ClientId = NewId(), Password = Text("secret") });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.4-1")]
    [Clause311("MQTT-3.1.4-1")]
    public Task CONNECT_with_bytes_after_the_payload_is_refused(int level) =>
        Refused(level, new Connect { ClientId = NewId(), Tail = [0x00] });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.3-3")]
    [Clause311("MQTT-3.1.3-3")]
    public Task CONNECT_without_client_id_field_is_refused(int level) => Test(async () =>
    {
        Bytes body = new Bytes().Text("MQTT").Byte(level).Byte(0x02).Two(0);
        if (level == V5) body.Byte(0);
        RawClient client = await OpenAsync(level);
        await client.SendAsync(Frame.Of(0x10, body.ToArray()));
        await RefusedAsync(client);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-1")]
    [Clause311("MQTT-3.1.2-1")]
    public Task CONNECT_with_another_protocol_name_is_refused(int level) => Test(async () =>
    {
        RawClient client = await OpenAsync(level);
        await client.SendAsync(new Connect { ClientId = NewId(), ProtocolName = "MQTX" });
        await client.ClosedAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-1")]
    [Clause311("MQTT-3.1.2-1")]
    public Task CONNECT_with_the_protocol_name_in_small_letters_is_refused(int level) => Test(async () =>
    {
        RawClient client = await OpenAsync(level);
        await client.SendAsync(new Connect { ClientId = NewId(), ProtocolName = "mqtt" });
        await client.ClosedAsync();
    }, level);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(0x7F)]
    [Clause("MQTT-3.1.2-2")]
    [Clause311("MQTT-3.1.2-2", "MQTT-3.2.2-5")]
    public Task CONNECT_of_an_unknown_version_is_refused_and_says_so(int version) => Test(async () =>
    {
        RawClient client = await OpenAsync();
        await client.SendAsync(new Connect { ClientId = NewId(), Level = version });
        Received? answer = await client.ClosedAsync(0x01, Reason.UnsupportedVersion);
        answer.Should().NotBeNull("3.1.1 asks for it, and 5.0 allows it");
        answer!.SessionPresent.Should().BeFalse();
    });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.4-6")]
    [Clause311("MQTT-3.1.4-5")]
    public Task CONNECT_that_is_refused_takes_the_packets_behind_it_along(int level) => Test(async () =>
    {
        RawClient watcher = await SubscriberAsync(level, new Filter(Own("#")));
        RawClient client = await OpenAsync(level);
        await client.SendTogetherAsync(
            new Connect { ClientId = NewId(), Flags = 0x03 }, new Publish(Own("unheard"), Text("x")));
        await client.ClosedAsync();
        await watcher.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.4-5")]
    [Clause311("MQTT-3.1.4-4")]
    public Task CONNECT_may_be_followed_at_once_by_other_packets(int level) => Test(async () =>
    {
        RawClient client = await OpenAsync(level);
        await client.SendTogetherAsync(
            new Connect { ClientId = NewId() },
            new Subscribe(new Filter(Own("a"))),
            new Publish(Own("a"), Text("early")));
        await client.ReadAsync(PacketType.Connack);
        await client.ReadAsync(PacketType.Suback);
        (await client.ReadAsync(PacketType.Publish)).Text.Should().Be("early");
    }, level);

    private Task Refused(int level, Connect connect, [CallerMemberName] string name = "") =>
        Test(async () =>
        {
            RawClient client = await OpenAsync(level);
            await client.SendAsync(connect);
            await RefusedAsync(client);
        }, level, name);

    /// <summary>3.1.1 closes such a connection without CONNACK (3.1.1: MQTT-3.1.4-1); 5.0 may say why.</summary>
    private static Task RefusedAsync(RawClient client) =>
        client.Level == V4 ? client.EndAsync() : client.ClosedAsync(Reason.Malformed, Reason.Protocol);
}

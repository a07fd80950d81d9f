using System.Runtime.CompilerServices;

namespace Ota.Conformance.Suites;

/// <summary>Bytes that are no packet (1.5, 2.1.4, 4.13), inside packets of every kind.</summary>
public abstract class MalformedSuite(BrokerUnderTest broker) : Suite(broker)
{
    private static readonly string[] NotUtf8 =
        ["C080", "C328", "E28261", "EDA080", "EDBFBF", "F4908080", "F8888080", "FF", "80", "C2"];

    public static TheoryData<int, string> WrongText
    {
        get
        {
            TheoryData<int, string> data = [];
            foreach (string hex in NotUtf8)
            {
                data.Add(V4, hex);
                data.Add(V5, hex);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(WrongText))]
    [Clause("MQTT-1.5.4-1", "MQTT-3.3.2-1")]
    [Clause311("MQTT-1.5.3-1", "MQTT-3.3.2-1")]
    public Task PUBLISH_to_a_topic_that_is_not_UTF_8_ends_the_connection(int level, string hex) =>
        Ends(level, Frame.Of(0x30, Topic(level, Convert.FromHexString(hex))), hex);

    [Theory, MemberData(nameof(WrongText))]
    [Clause("MQTT-1.5.4-1", "MQTT-3.8.3-1")]
    [Clause311("MQTT-1.5.3-1", "MQTT-3.8.3-1")]
    public Task SUBSCRIBE_to_a_filter_that_is_not_UTF_8_ends_the_connection(int level, string hex) =>
        Ends(level, new Subscribe { Tail = new Bytes().Binary(Convert.FromHexString(hex)).Byte(0).ToArray() }.Encode(level), hex);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.3-12")]
    [Clause311("MQTT-3.1.3-11")]
    public Task CONNECT_with_a_user_name_that_is_not_UTF_8_is_refused(int level) =>
        RefusedConnect(level, 0x82, new Bytes().Text("c").Binary([0xC3, 0x28]));

    [Theory, BothVersions]
    [Clause("MQTT-3.1.3-11")]
    [Clause311("MQTT-3.1.3-10")]
    public Task CONNECT_with_a_will_topic_that_is_not_UTF_8_is_refused(int level)
    {
        Bytes payload = new Bytes().Text("c");
        if (level == V5) payload.Byte(0);
        return RefusedConnect(level, 0x06, payload.Binary([0xC3, 0x28]).Text("will"));
    }

    [Theory, BothVersions]
    [Clause("MQTT-1.5.4-2")]
    [Clause311("MQTT-1.5.3-2")]
    public Task CONNECT_with_NUL_in_the_client_id_is_refused(int level) => RefusedConnect(level, 0x02, new Bytes().Text("a\0b"));

    [Theory, BothVersions]
    [Clause("MQTT-3.1.4-1")]
    [Clause311("MQTT-3.1.4-1")]
    public Task CONNECT_with_a_client_id_past_its_end_is_refused(int level) => RefusedConnect(level, 0x02, new Bytes().Two(10).Raw(0x61));

    [Theory]
    [InlineData(V4, "30FFFFFFFF01"), InlineData(V5, "30FFFFFFFF01"), InlineData(V4, "10FFFFFF8001"), InlineData(V5, "E08080808000")]
    [Clause("MQTT-4.13.1-1")]
    [Clause311("MQTT-4.8.0-1")]
    public Task PUBLISH_and_others_with_a_remaining_length_of_five_bytes_end_the_connection(int level, string hex) =>
        Ends(level, Convert.FromHexString(hex), hex);

    [Theory]
    [InlineData("3080808000")]
    [InlineData("C08000")]
    [Clause("MQTT-1.5.5-1")]
    public Task PINGREQ_and_others_with_a_remaining_length_that_is_not_minimal_end_the_connection(string hex) =>
        Ends(V5, Convert.FromHexString(hex), hex);

    [Theory]
    [InlineData("8000")]
    [InlineData("8080808000")]
    [InlineData("FFFFFFFF7F")]
    [Clause("MQTT-1.5.5-1", "MQTT-4.13.1-1")]
    public Task PUBLISH_with_a_property_length_in_the_wrong_form_ends_the_connection(string hex) =>
        Ends(V5, Frame.Of(0x30, new Bytes().Text("a").Raw(Convert.FromHexString(hex)).Raw(1, 2, 3).ToArray()), hex);

    [Theory, BothVersions]
    [Clause("MQTT-4.13.1-1")]
    [Clause311("MQTT-4.8.0-1")]
    public Task PUBLISH_with_a_topic_past_its_end_ends_the_connection(int level) =>
        Ends(level, Frame.Of(0x30, new Bytes().Two(100).Raw(0x61, 0x62).ToArray()));

    [Theory, BothVersions]
    [Clause("MQTT-4.13.1-1")]
    [Clause311("MQTT-4.8.0-1")]
    public Task PUBLISH_without_any_content_ends_the_connection(int level) => Ends(level, Frame.Of(0x30));

    [Theory, BothVersions]
    [Clause("MQTT-4.13.1-1")]
    [Clause311("MQTT-4.8.0-1")]
    public Task PUBLISH_with_QoS_1_that_ends_before_the_packet_id_ends_the_connection(int level) =>
        Ends(level, Frame.Of(0x32, new Bytes().Text("a").Raw(0x01).ToArray()));

    [Fact]
    [Clause("MQTT-2.2.2-1")]
    public Task PUBLISH_of_5_0_that_ends_before_the_property_length_ends_the_connection() =>
        Ends(V5, Frame.Of(0x30, new Bytes().Text("a").ToArray()));

    [Theory, BothVersions]
    [Clause("MQTT-4.13.1-1")]
    [Clause311("MQTT-4.8.0-1")]
    public Task SUBSCRIBE_with_a_filter_past_its_end_ends_the_connection(int level) =>
        Ends(level, new Subscribe { Tail = new Bytes().Two(100).Raw(0x61, 0x00).ToArray() }.Encode(level));

    [Theory, BothVersions]
    [Clause("MQTT-4.13.1-1")]
    [Clause311("MQTT-4.8.0-1")]
    public Task UNSUBSCRIBE_with_a_filter_past_its_end_ends_the_connection(int level) =>
        Ends(level, new Unsubscribe { Tail = new Bytes().Two(100).Raw(0x61).ToArray() }.Encode(level));

    [Theory, BothVersions]
    [Clause("MQTT-4.13.1-1")]
    [Clause311("MQTT-4.8.0-1")]
    public Task PUBACK_with_bytes_after_its_end_ends_the_connection(int level) =>
        Ends(level, Frame.Of(0x40, level == V4 ? [0, 1, 0] : [0, 1, 0, 0, 0]));

    [Fact]
    [Clause("MQTT-2.2.2-1", "MQTT-4.13.1-1")]
    public Task DISCONNECT_with_properties_past_its_end_ends_the_connection() =>
        Ends(V5, Frame.Of(0xE0, 0x00, 0x10, 0x1F, 0x00, 0x01, 0x61));

    private static byte[] Topic(int level, byte[] topic)
    {
        Bytes body = new Bytes().Binary(topic);
        return (level == V5 ? body.Byte(0) : body).Raw(0x78).ToArray();
    }

    private Task Ends(int level, byte[] packet, string of = "", [CallerMemberName] string name = "") => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(packet);
        await client.ClosedAsync(
            Reason.Malformed, Reason.Protocol, Reason.TopicNameInvalid, Reason.TopicFilterInvalid, Reason.PacketTooLarge);
    }, $"{level} {of}".Trim(), name);

    private Task RefusedConnect(int level, int flags, Bytes payload, [CallerMemberName] string name = "") => Test(async () =>
    {
        RawClient client = await OpenAsync(level);
        Bytes body = new Bytes().Text("MQTT").Byte(level).Byte(flags).Two(0);
        if (level == V5) body.Byte(0);
        await client.SendAsync(Frame.Of(0x10, body.Raw(payload.ToArray()).ToArray()));
        await client.ClosedAsync();
    }, level, name);
}

using System.Net.WebSockets;
using System.Text;

namespace Ota.Conformance.Suites;

/// <summary>MQTT inside WebSocket (6.0), at the path /mqtt.</summary>
public abstract class WebSocketSuite(BrokerUnderTest broker) : Suite(broker)
{
    private readonly BrokerUnderTest _broker = broker;

    [Theory, BothVersions]
    [Clause("MQTT-6.0.0-4")]
    [Clause311("MQTT-6.0.0-4")]
    public Task CONNECT_comes_after_a_handshake_that_names_the_subprotocol_mqtt(int level) => Test(async () =>
    {
        using WebClient client = await OpenWebAsync("mqtt");
        client.Subprotocol.Should().Be("mqtt");
        await ConnectWebAsync(client, level);
    }, level);

    [Fact]
    [Clause("MQTT-6.0.0-4")]
    [Clause311("MQTT-6.0.0-4")]
    public Task CONNECT_comes_after_a_handshake_that_chooses_mqtt_among_others() => Test(async () =>
    {
        using WebClient client = await OpenWebAsync("chat", "mqtt");
        client.Subprotocol.Should().Be("mqtt");
        await ConnectWebAsync(client, V5);
    });

    [Fact]
    [Clause("MQTT-6.0.0-4")]
    [Clause311("MQTT-6.0.0-4")]
    public Task CONNECT_is_never_reached_with_another_subprotocol_under_its_name() => Test(async () =>
    {
        try
        {
            using WebClient client = await OpenWebAsync("chat");
            client.Subprotocol.Should().NotBe("chat");
        }
        catch (WebSocketException)
        {
            // Refused in the handshake: as good.
        }
    });

    [Theory, BothVersions]
    [Clause("MQTT-6.0.0-1")]
    [Clause311("MQTT-6.0.0-1")]
    public Task CONNECT_in_a_text_frame_ends_the_connection(int level) => Test(async () =>
    {
        using WebClient client = await OpenWebAsync("mqtt");
        await client.SendAsync(new Connect { ClientId = NewId() }.Encode(level), WebSocketMessageType.Text);
        await client.EndAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-6.0.0-1")]
    [Clause311("MQTT-6.0.0-1")]
    public Task PINGREQ_in_a_text_frame_ends_the_connection_and_publishes_the_will(int level) => Test(async () =>
    {
        RawClient witness = await SubscriberAsync(level, new Filter(Own("will")));
        using WebClient client = await OpenWebAsync("mqtt");
        await ConnectWebAsync(client, level, new Connect { ClientId = NewId(), Will = new Will(Own("will"), Text("gone")) });
        await client.SendAsync(Frame.Pingreq, WebSocketMessageType.Text);
        await client.EndAsync();
        (await witness.ReadAsync(PacketType.Publish)).Text.Should().Be("gone");
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-6.0.0-2")]
    [Clause311("MQTT-6.0.0-2")]
    public Task CONNECT_and_others_may_be_cut_over_frames_anywhere(int level) => Test(async () =>
    {
        using WebClient client = await OpenWebAsync("mqtt");
        foreach (byte one in Conversation(level)) await client.SendAsync([one]);
        await ReadConversationAsync(client, level);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-6.0.0-2")]
    [Clause311("MQTT-6.0.0-2")]
    public Task CONNECT_and_others_may_share_a_frame(int level) => Test(async () =>
    {
        using WebClient client = await OpenWebAsync("mqtt");
        await client.SendAsync(Conversation(level));
        await ReadConversationAsync(client, level);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-6.0.0-2")]
    [Clause311("MQTT-6.0.0-2")]
    public Task PUBLISH_may_come_in_a_message_of_several_fragments(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own("a")));
        using WebClient client = await OpenWebAsync("mqtt");
        await ConnectWebAsync(client, level);
        byte[] publish = new Publish(Own("a"), Text(new string('x', 1000))).Encode(level);
        await client.SendAsync(publish[..7], isWhole: false);
        await client.SendAsync(publish[7..500], isWhole: false);
        await client.SendAsync(publish[500..]);
        (await subscriber.ReadAsync(PacketType.Publish)).Payload.Should().HaveCount(1000);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-6.0.0-1", "MQTT-6.0.0-2")]
    [Clause311("MQTT-6.0.0-1", "MQTT-6.0.0-2")]
    public Task PUBLISH_of_any_size_comes_in_binary_frames(int level) => Test(async () =>
    {
        using WebClient client = await OpenWebAsync("mqtt");
        await ConnectWebAsync(client, level);
        await client.SendAsync(new Subscribe(new Filter(Own("a"))).Encode(level));
        await client.ReadAsync(PacketType.Suback, level);
        foreach (int size in new[] { 1, 125, 126, 65_535, 65_536, 300_000 })
        {
            await PublishAsync(level, new Publish(Own("a"), Encoding.ASCII.GetBytes(new string('y', size))));
            (await client.ReadAsync(PacketType.Publish, level)).Payload.Should().HaveCount(size);
        }
    }, level);

    private async Task<WebClient> OpenWebAsync(params string[] subprotocols) =>
        await WebClient.OpenAsync(new Uri($"ws://{_broker.Host}:{_broker.WebPort}/mqtt"), subprotocols);

    private async Task ConnectWebAsync(WebClient client, int level, Connect? connect = null)
    {
        await client.SendAsync((connect ?? new Connect { ClientId = NewId() }).Encode(level));
        (await client.ReadAsync(PacketType.Connack, level)).Code.Should().Be(Reason.Success);
    }

    private byte[] Conversation(int level) =>
    [
        .. new Connect { ClientId = NewId() }.Encode(level),
        .. new Subscribe(new Filter(Own("a"), 1)).Encode(level),
        .. new Publish(Own("a"), Text("x")).Encode(level),
        .. Frame.Pingreq,
    ];

    private static async Task ReadConversationAsync(WebClient client, int level)
    {
        foreach (PacketType type in new[] { PacketType.Connack, PacketType.Suback, PacketType.Publish, PacketType.Pingresp })
            await client.ReadAsync(type, level);
    }
}

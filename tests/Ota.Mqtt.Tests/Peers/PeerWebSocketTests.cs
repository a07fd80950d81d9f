using Ota.Mqtt.Tests.Broker;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Peers;

/// <summary>Clients of other makes over WebSocket.</summary>
public sealed class PeerWebSocketTests
{
    public static TheoryData<string, MqttProtocolVersion> Peers
    {
        get
        {
            TheoryData<string, MqttProtocolVersion> data = [];
            foreach (string peer in MqttPeer.OverWeb)
            {
                data.Add(peer, MqttProtocolVersion.V311);
                data.Add(peer, MqttProtocolVersion.V500);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task Messages_of_every_QoS_come_once_and_in_order_to_WebSocket_and_TCP(string name, MqttProtocolVersion version)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink web = new(host.WebPort, version) { Web = true };
        await using PeerSubscriber inWeb = await MqttPeer.Of(name).SubscribeAsync(web, new("m/#", "end"));
        await using PeerSubscriber outside = await MqttPeer.Of(name).SubscribeAsync(new(host.Port, version), new("m/#", "end"));
        PeerMessage[] messages = PeerTests.Numbered("m");
        await MqttPeer.Of(name).PublishAsync(web, messages);
        PeerTests.End(host);
        PeerTests.Expect(await inWeb.UntilAsync("end"), messages);
        PeerTests.Expect(await outside.UntilAsync("end"), messages);
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task A_large_message_arrives_as_it_left(string name, MqttProtocolVersion version)
    {
        using TempFolder folder = new();
        string text = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i:000000}."));
        File.WriteAllText(folder["large"], text);
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink link = new(host.WebPort, version) { Web = true };
        await using PeerSubscriber subscriber = await MqttPeer.Of(name).SubscribeAsync(link, new("large"));
        await MqttPeer.Of(name).PublishAsync(link, new PeerMessage("large", "", 1) { File = folder["large"] });
        (await subscriber.FirstAsync()).Payload.Equals(text, StringComparison.Ordinal).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task The_will_of_a_killed_client_is_published(string name, MqttProtocolVersion version)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink link = new(host.WebPort, version) { Web = true };
        await using PeerSubscriber witness = await MqttPeer.Of(name).SubscribeAsync(link, new("will"));
        await using (await MqttPeer.Of(name).SubscribeAsync(link, new("other") { WillTopic = "will" }))
        {
            // Killed at the end of the block.
        }
        (await witness.FirstAsync()).Payload.Should().Be("gone");
    }
}

using Ota.Mqtt.Tests.Broker;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Peers;

/// <summary>Clients of other makes against our broker, as programs: mosquitto_pub and mosquitto_sub, Paho for Python, mqtt.js.</summary>
public sealed class PeerTests
{
    private const int Batch = 60;

    public static TheoryData<string> Peers => [.. MqttPeer.All];

    public static TheoryData<string, MqttProtocolVersion> PeersInBothVersions
    {
        get
        {
            TheoryData<string, MqttProtocolVersion> data = [];
            foreach (string peer in MqttPeer.All)
            {
                data.Add(peer, MqttProtocolVersion.V311);
                data.Add(peer, MqttProtocolVersion.V500);
            }
            return data;
        }
    }

    public static TheoryData<string, string> Pairs
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string publisher in MqttPeer.All)
            {
                foreach (string subscriber in MqttPeer.All)
                    data.Add(publisher, subscriber);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Every_publisher_reaches_every_subscriber_in_every_version_once_and_in_order(string publisher, string subscriber)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        MqttPeer receiving = MqttPeer.Of(subscriber);
        await using PeerSubscriber old = await receiving.SubscribeAsync(new(host.Port, MqttProtocolVersion.V311), new("m/#", "end"));
        await using PeerSubscriber young = await receiving.SubscribeAsync(new(host.Port, MqttProtocolVersion.V500), new("m/#", "end"));
        PeerMessage[] messages = [.. Numbered("m/old"), .. Numbered("m/young")];
        await MqttPeer.Of(publisher).PublishAsync(new(host.Port, MqttProtocolVersion.V311), messages[..3]);
        await MqttPeer.Of(publisher).PublishAsync(new(host.Port, MqttProtocolVersion.V500), messages[3..]);
        End(host);
        Expect(await old.UntilAsync("end"), messages);
        Expect(await young.UntilAsync("end"), messages);
    }

    [Theory]
    [MemberData(nameof(PeersInBothVersions))]
    public async Task Thousands_of_messages_come_once_and_in_order(string name, MqttProtocolVersion version)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink link = new(host.Port, version);
        await using PeerSubscriber subscriber = await MqttPeer.Of(name).SubscribeAsync(link, new("m/#", "end"));
        PeerMessage[] messages = [.. Numbered("m").Select(message => message with { Repeat = 2000 })];
        await MqttPeer.Of(name).PublishAsync(link, messages);
        End(host);
        Expect(await subscriber.UntilAsync("end"), messages);
    }

    [Theory]
    [MemberData(nameof(PeersInBothVersions))]
    public async Task A_large_message_arrives_as_it_left(string name, MqttProtocolVersion version)
    {
        using TempFolder folder = new();
        Random random = new(1);
        string text = string.Concat(Enumerable.Range(0, 1_000_000).Select(_ => (char)('a' + random.Next(26))));
        File.WriteAllText(folder["large"], text);
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink link = new(host.Port, version);
        await using PeerSubscriber subscriber = await MqttPeer.Of(name).SubscribeAsync(link, new("large"));
        await MqttPeer.Of(name).PublishAsync(link, new PeerMessage("large", "", 2) { File = folder["large"] });
        (await subscriber.FirstAsync()).Payload.Equals(text, StringComparison.Ordinal).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(PeersInBothVersions))]
    public async Task A_retained_message_waits_for_a_subscriber_and_is_removed_by_an_empty_one(string name, MqttProtocolVersion version)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink link = new(host.Port, version);
        MqttPeer peer = MqttPeer.Of(name);
        await peer.PublishAsync(link, new PeerMessage("kept/a", "last", 1) { Retain = true }, new PeerMessage("kept/b", "never", 1) { Retain = true });
        await peer.PublishAsync(link, new PeerMessage("kept/b", "", 1) { Retain = true });
        await using PeerSubscriber subscriber = await peer.SubscribeAsync(link, new("kept/+", "end"));
        End(host);
        (await subscriber.UntilAsync("end")).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Topic = "kept/a", Payload = "last", Qos = 1, Retain = true });
    }

    [Theory]
    [MemberData(nameof(PeersInBothVersions))]
    public async Task The_will_of_a_killed_client_is_published(string name, MqttProtocolVersion version)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink link = new(host.Port, version);
        await using PeerSubscriber witness = await MqttPeer.Of(name).SubscribeAsync(link, new("will"));
        await using (await MqttPeer.Of(name).SubscribeAsync(link, new("other") { WillTopic = "will" }))
        {
            // Killed at the end of the block.
        }
        (await witness.FirstAsync()).Should().BeEquivalentTo(new { Topic = "will", Payload = "gone", Qos = 1 });
    }

    [Theory]
    [MemberData(nameof(PeersInBothVersions))]
    public async Task Messages_for_a_killed_client_wait_for_its_next_process(string name, MqttProtocolVersion version)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink link = new(host.Port, version);
        PeerSubscription lasting = new("m/#", "end") { Id = "lasting", IsLasting = true };
        await KillAsync(host, name, link, lasting);
        PeerMessage[] messages = [.. Numbered("m").Where(message => message.Qos > 0)];
        await MqttPeer.Of(name).PublishAsync(link, messages);
        End(host);
        await using PeerSubscriber back = await MqttPeer.Of(name).SubscribeAsync(link, lasting);
        Expect(await back.UntilAsync("end"), messages);
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task A_shared_subscription_gives_each_message_to_one_of_its_clients(string name)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink link = new(host.Port, MqttProtocolVersion.V500);
        await using PeerSubscriber one = await MqttPeer.Of(name).SubscribeAsync(link, new("$share/group/m/#", "end"));
        await using PeerSubscriber two = await MqttPeer.Of(name).SubscribeAsync(link, new("$share/group/m/#", "end"));
        PeerMessage[] messages = Numbered("m");
        await MqttPeer.Of(name).PublishAsync(link, messages);
        End(host);
        List<PeerArrival> first = await one.UntilAsync("end");
        List<PeerArrival> second = await two.UntilAsync("end");
        first.Should().NotBeEmpty();
        second.Should().NotBeEmpty();
        first.Concat(second).Select(arrival => (arrival.Topic, arrival.Payload))
            .Should().BeEquivalentTo(messages.SelectMany(Payloads));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Properties_pass_from_every_publisher_to_every_subscriber(string publisher, string subscriber)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink link = new(host.Port, MqttProtocolVersion.V500);
        await using PeerSubscriber receiving = await MqttPeer.Of(subscriber).SubscribeAsync(link, new("ask"));
        await MqttPeer.Of(publisher).PublishAsync(link, new PeerMessage("ask", "?", 1)
        {
            Properties = new Dictionary<string, object>
            {
                ["user-properties"] = new string[][] { ["a", "1"], ["a", "2"], ["ü", "ß"] },
                ["response-topic"] = "answer/1",
                ["correlation-data"] = "c-17",
                ["content-type"] = "text/plain",
                ["payload-format-indicator"] = 1,
            },
        });
        (await receiving.FirstAsync()).Properties.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["user-properties"] = "a=1 a=2 ü=ß",
            ["response-topic"] = "answer/1",
            ["correlation-data"] = "c-17",
            ["content-type"] = "text/plain",
            ["payload-format-indicator"] = "1",
        });
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task What_expires_while_its_receiver_is_away_never_comes_and_the_rest_comes_with_the_time_that_is_left(string name)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink link = new(host.Port, MqttProtocolVersion.V500);
        PeerSubscription lasting = new("m/#", "end") { Id = "lasting", IsLasting = true };
        await KillAsync(host, name, link, lasting);
        await MqttPeer.Of(name).PublishAsync(link, Expiring("m/short", 30), Expiring("m/long", 100));
        End(host);
        host.Pass(40);
        await using PeerSubscriber back = await MqttPeer.Of(name).SubscribeAsync(link, lasting);
        PeerArrival arrival = (await back.UntilAsync("end")).Should().ContainSingle().Which;
        arrival.Topic.Should().Be("m/long");
        arrival.Properties["message-expiry-interval"].Should().Be("60");

        static PeerMessage Expiring(string topic, int seconds) =>
            new(topic, "x", 1) { Properties = new Dictionary<string, object> { ["message-expiry-interval"] = seconds } };
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task An_alias_set_by_the_publisher_stays_between_it_and_the_broker(string name)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink link = new(host.Port, MqttProtocolVersion.V500);
        await using PeerSubscriber subscriber = await MqttPeer.Of(name).SubscribeAsync(link, new("m/#", "end"));
        await MqttPeer.Of(name).PublishAsync(
            link, new PeerMessage("m/a", "n", 1) { Repeat = 3, Properties = new Dictionary<string, object> { ["topic-alias"] = 1 } });
        End(host);
        List<PeerArrival> arrivals = await subscriber.UntilAsync("end");
        arrivals.Select(arrival => (arrival.Topic, arrival.Payload)).Should().Equal(("m/a", "n0"), ("m/a", "n1"), ("m/a", "n2"));
        arrivals.Should().OnlyContain(arrival => !arrival.Properties.ContainsKey("topic-alias"));
    }

    [Fact]
    public async Task Aliases_replace_topics_in_both_directions_with_a_client_that_manages_them_by_itself()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        PeerLink link = new(host.Port, MqttProtocolVersion.V500);
        await using PeerSubscriber subscriber = await MqttPeer.Of(MqttPeer.MqttJs).SubscribeAsync(link, new("m/#", "end") { Aliases = 10 });
        string output = await MqttPeer.Of(MqttPeer.MqttJs).PublishAsync(link, new PeerMessage("m/a", "n", 0) { Repeat = 20 });
        output.Should().StartWith("ALIASED 19");
        End(host);
        List<PeerArrival> arrivals = await subscriber.UntilAsync("end");
        arrivals.Select(arrival => (arrival.Topic, arrival.Payload)).Should().Equal(Enumerable.Range(0, 20).Select(i => ("m/a", $"n{i}")));
        arrivals.Skip(2).Should().OnlyContain(arrival => arrival.IsAliased);
    }

    internal static PeerMessage[] Numbered(string topic) =>
        [.. Enumerable.Range(0, 3).Select(qos => new PeerMessage($"{topic}/{qos}", "n", qos) { Repeat = Batch })];

    /// <summary>The last message: with QoS 2, so that no other is still being exchanged when it is delivered.</summary>
    internal static void End(BrokerHost host) => host.Broker.Publish("end", default, MqttQos.ExactlyOnce);

    /// <summary>In order within each topic; clients hand out QoS 2 later than what came after it.</summary>
    internal static void Expect(List<PeerArrival> arrivals, params PeerMessage[] messages)
    {
        foreach (PeerMessage message in messages)
        {
            List<PeerArrival> own = [.. arrivals.Where(arrival => arrival.Topic == message.Topic)];
            own.Select(arrival => (arrival.Topic, arrival.Payload)).Should().Equal(Payloads(message));
            own.Should().OnlyContain(arrival => arrival.Qos == message.Qos && !arrival.Retain);
        }
        arrivals.Should().HaveCount(messages.Sum(message => message.Repeat ?? 1));
    }

    private static IEnumerable<(string Topic, string Payload)> Payloads(PeerMessage message) =>
        Enumerable.Range(0, message.Repeat!.Value).Select(i => (message.Topic, $"{message.Payload}{i}"));

    /// <summary>A client that subscribes and is killed; comes back once the broker has noticed, which its will shows.</summary>
    private static async Task KillAsync(BrokerHost host, string name, PeerLink link, PeerSubscription subscription)
    {
        using TestClient witness = await host.ConnectAsync();
        await witness.SubscribeAsync("killed");
        await using (await MqttPeer.Of(name).SubscribeAsync(link, subscription with { WillTopic = "killed" }))
        {
            // Killed at the end of the block.
        }
        (await witness.ReceiveTextAsync()).Should().Be("gone");
    }
}

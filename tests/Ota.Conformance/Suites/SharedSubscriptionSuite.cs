namespace Ota.Conformance.Suites;

/// <summary>Shared subscriptions (4.8.2), by way of SUBSCRIBE.</summary>
public abstract class SharedSubscriptionSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Fact]
    [Clause("MQTT-4.8.2-1", "MQTT-4.8.2-2")]
    public Task SUBSCRIBE_to_a_shared_filter_matches_the_filter_behind_the_name() => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(V5, new Filter("$share/group/" + Own("a/+"), 1));
        await PublishAsync(V5, new Publish(Own("a/b"), Text("x")) { Qos = 1 });
        Received message = await subscriber.DeliveredAsync();
        (message.Topic, message.Qos).Should().Be((Own("a/b"), 1));
    });

    [Theory]
    [InlineData("$share/")]
    [InlineData("$share//a")]
    [InlineData("$share/group")]
    [InlineData("$share/group/")]
    [InlineData("$share/gr+up/a")]
    [InlineData("$share/gr#up/a")]
    [InlineData("$share/+/a")]
    [Clause("MQTT-4.8.2-1", "MQTT-4.8.2-2")]
    public Task SUBSCRIBE_to_a_wrong_shared_filter_is_refused(string filter) => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Subscribe(new Filter(filter)));
        Received? answer = await client.TryReadAsync();
        if (answer is null) return;
        answer.Type.Should().BeOneOf(PacketType.Suback, PacketType.Disconnect);
        int code = answer.Type == PacketType.Suback ? answer.Codes.Single() : answer.Code;
        code.Should().BeOneOf(Reason.TopicFilterInvalid, Reason.Malformed, Reason.Protocol);
    }, filter);

    [Fact]
    [Clause("MQTT-3.8.3-4")]
    public Task SUBSCRIBE_to_a_shared_filter_with_no_local_ends_the_connection() => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Subscribe(new Filter("$share/group/" + Own("a")) { NoLocal = true }));
        await client.ClosedAsync(Reason.Protocol);
    });

    [Fact]
    [Clause("MQTT-4.8.2-3")]
    public Task PUBLISH_goes_to_one_member_of_a_group_and_to_every_group() => Test(async () =>
    {
        string topic = Own("a");
        Filter shared = new("$share/one/" + topic);
        RawClient[] one = [await SubscriberAsync(V5, shared), await SubscriberAsync(V5, shared)];
        RawClient two = await SubscriberAsync(V5, new Filter("$share/two/" + topic));
        RawClient plain = await SubscriberAsync(V5, new Filter(topic));
        string[] sent = [.. Enumerable.Range(0, 20).Select(i => $"{i}")];
        RawClient publisher = await ConnectAsync();
        foreach (string text in sent) await publisher.PublishAsync(new Publish(topic, Text(text)));

        foreach (string text in sent) (await two.ReadAsync(PacketType.Publish)).Text.Should().Be(text);
        foreach (string text in sent) (await plain.ReadAsync(PacketType.Publish)).Text.Should().Be(text);
        List<string>[] got = [await DrainAsync(one[0]), await DrainAsync(one[1])];
        got.SelectMany(texts => texts).Should().BeEquivalentTo(sent);
    });

    [Fact]
    [Clause("MQTT-4.8.2-3")]
    public Task PUBLISH_to_a_group_has_the_QoS_of_the_member_that_gets_it() => Test(async () =>
    {
        RawClient low = await SubscriberAsync(V5, new Filter("$share/g/" + Own("a"), 0));
        RawClient high = await SubscriberAsync(V5, new Filter("$share/g/" + Own("a"), 1));
        RawClient publisher = await ConnectAsync();
        for (int i = 0; i < 10; i++) await publisher.PublishAsync(new Publish(Own("a"), Text($"{i}")) { Qos = 1 });
        List<Received> toLow = await PublishesAsync(low);
        List<Received> toHigh = await PublishesAsync(high);
        (toLow.Count + toHigh.Count).Should().Be(10);
        toLow.Should().OnlyContain(message => message.Qos == 0);
        toHigh.Should().OnlyContain(message => message.Qos == 1);
    });

    [Fact]
    [Clause("MQTT-3.3.1-9")]
    public Task SUBSCRIBE_to_a_shared_filter_gets_no_retained_messages() => Test(async () =>
    {
        await PublishAsync(V5, new Publish(Own("a"), Text("kept")) { Retain = true });
        RawClient subscriber = await SubscriberAsync(V5, new Filter("$share/g/" + Own("a")));
        await subscriber.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-3.10.4-1", "MQTT-3.11.3-2")]
    public Task UNSUBSCRIBE_from_a_shared_filter_leaves_the_others_of_the_group() => Test(async () =>
    {
        string filter = "$share/g/" + Own("a");
        RawClient leaving = await SubscriberAsync(V5, new Filter(filter));
        RawClient staying = await SubscriberAsync(V5, new Filter(filter));
        (await leaving.UnsubscribeAsync(Own("a"), filter)).Codes.Should().Equal(Reason.NoSubscriptionExisted, Reason.Success);
        RawClient publisher = await ConnectAsync();
        for (int i = 0; i < 4; i++) await publisher.PublishAsync(new Publish(Own("a"), Text("x")));
        (await PublishesAsync(staying)).Should().HaveCount(4);
        await leaving.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-4.8.2-6")]
    public Task PUBACK_with_an_error_does_not_pass_the_message_to_another_member() => Test(async () =>
    {
        string filter = "$share/g/" + Own("a");
        RawClient[] members = [await SubscriberAsync(V5, new Filter(filter, 1)), await SubscriberAsync(V5, new Filter(filter, 1))];
        await PublishAsync(V5, new Publish(Own("a"), Text("x")) { Qos = 1 });
        int copies = 0;
        foreach (RawClient member in members)
        {
            foreach (Received message in await PublishesAsync(member))
            {
                copies++;
                await member.SendAsync(new Ack(PacketType.Puback, message.PacketId) { Reason = Reason.Unspecified });
            }
        }

        foreach (RawClient member in members) copies += (await PublishesAsync(member)).Count;
        copies.Should().Be(1);
    });

    [Fact]
    [Clause("MQTT-4.8.2-4")]
    public Task PUBLISH_with_QoS_2_that_a_member_has_begun_is_completed_when_it_returns() => Test(async () =>
    {
        Connect lasting = new() { ClientId = NewId(), CleanStart = false, Properties = [Property.SessionExpiry(60)] };
        RawClient member = await ConnectAsync(V5, lasting);
        await member.SubscribeAsync(new Filter("$share/g/" + Own("a"), 2));
        await PublishAsync(V5, new Publish(Own("a"), Text("x")) { Qos = 2 });
        Received message = await member.ReadAsync(PacketType.Publish);
        await member.DropAsync();
        RawClient other = await SubscriberAsync(V5, new Filter("$share/g/" + Own("a"), 2));
        await other.QuietAsync();
        RawClient again = await ConnectAsync(V5, lasting);
        Received repeated = await again.DeliveredAsync();
        (repeated.PacketId, repeated.Dup).Should().Be((message.PacketId, true));
        await other.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-4.8.2-5")]
    public Task PUBLISH_with_QoS_2_of_a_member_whose_session_ends_goes_to_no_other() => Test(async () =>
    {
        RawClient member = await SubscriberAsync(V5, new Filter("$share/g/" + Own("a"), 2));
        await PublishAsync(V5, new Publish(Own("a"), Text("x")) { Qos = 2 });
        await member.ReadAsync(PacketType.Publish);
        RawClient other = await SubscriberAsync(V5, new Filter("$share/g/" + Own("a"), 2));
        await member.DropAsync();
        await other.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-4.8.2-3", "MQTT-3.3.4-3")]
    public Task PUBLISH_to_a_group_carries_the_identifier_of_the_member() => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Subscribe(new Filter("$share/g/" + Own("a"))) { Properties = [Property.SubscriptionId(9)] });
        await client.ReadAsync(PacketType.Suback);
        await PublishAsync(V5, new Publish(Own("a"), Text("x")));
        (await client.ReadAsync(PacketType.Publish)).Properties.SubscriptionIds.Should().Equal(9);
    });

    private static async Task<List<string>> DrainAsync(RawClient client) =>
        [.. (await PublishesAsync(client)).Select(message => message.Text)];

    /// <summary>What waits for the client, up to the answer of a ping.</summary>
    private static async Task<List<Received>> PublishesAsync(RawClient client)
    {
        await client.SendAsync(Frame.Pingreq);
        List<Received> messages = [];
        while (await client.TryReadAsync() is { Type: PacketType.Publish } message) messages.Add(message);
        return messages;
    }
}

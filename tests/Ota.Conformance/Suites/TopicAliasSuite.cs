namespace Ota.Conformance.Suites;

/// <summary>Topic aliases both ways (3.3.2.3.4).</summary>
public abstract class TopicAliasSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Fact]
    [Clause("MQTT-3.3.2-12")]
    public Task PUBLISH_with_an_alias_alone_goes_to_the_topic_it_stands_for() => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(V5, new Filter(Own("#")));
        (RawClient publisher, _) = await PublisherAsync();
        await publisher.SendAsync(Aliased(Own("a"), 1, "set"));
        await publisher.SendAsync(Aliased("", 1, "used"));
        await publisher.SendAsync(Aliased("", 1, "used again"));
        foreach (string text in new[] { "set", "used", "used again" })
        {
            Received message = await subscriber.ReadAsync(PacketType.Publish);
            (message.Topic, message.Text).Should().Be((Own("a"), text));
            message.Properties.Ids.Should().NotContain(PropertyId.TopicAlias);
        }
    });

    [Fact]
    [Clause("MQTT-3.3.2-12")]
    public Task PUBLISH_with_a_topic_gives_an_alias_a_new_meaning() => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(V5, new Filter(Own("#")));
        (RawClient publisher, _) = await PublisherAsync();
        await publisher.SendAsync(Aliased(Own("a"), 1, "1"));
        await publisher.SendAsync(Aliased(Own("b"), 1, "2"));
        await publisher.SendAsync(Aliased("", 1, "3"));
        await subscriber.ReadAsync(PacketType.Publish);
        await subscriber.ReadAsync(PacketType.Publish);
        (await subscriber.ReadAsync(PacketType.Publish)).Topic.Should().Be(Own("b"));
    });

    [Fact]
    [Clause("MQTT-3.3.2-12")]
    public Task PUBLISH_may_use_every_alias_up_to_the_maximum() => Test(async () =>
    {
        (RawClient publisher, int maximum) = await PublisherAsync();
        RawClient subscriber = await SubscriberAsync(V5, new Filter(Own("#")));
        int aliases = Math.Min(maximum, 50);
        for (int alias = maximum - aliases + 1; alias <= maximum; alias++) await publisher.SendAsync(Aliased(Own($"{alias}"), alias, ""));
        for (int alias = maximum - aliases + 1; alias <= maximum; alias++) await publisher.SendAsync(Aliased("", alias, "x"));
        List<Received> messages = [];
        for (int i = 0; i < 2 * aliases; i++) messages.Add(await subscriber.ReadAsync(PacketType.Publish));
        messages.GroupBy(message => message.Topic).Should().HaveCount(aliases).And.OnlyContain(topic => topic.Count() == 2);
    });

    [Fact]
    [Clause("MQTT-3.3.2-8")]
    public Task PUBLISH_with_alias_0_ends_the_connection() => Test(async () =>
    {
        (RawClient publisher, _) = await PublisherAsync();
        await publisher.SendAsync(Aliased(Own("a"), 0, "x"));
        await publisher.ClosedAsync(Reason.TopicAliasInvalid);
    });

    [Fact]
    [Clause("MQTT-3.3.2-9")]
    public Task PUBLISH_with_an_alias_over_the_maximum_ends_the_connection() => Test(async () =>
    {
        (RawClient publisher, int maximum) = await PublisherAsync();
        maximum.Should().BeLessThan(65_535, "else none is over it");
        await publisher.SendAsync(Aliased(Own("a"), maximum + 1, "x"));
        await publisher.ClosedAsync(Reason.TopicAliasInvalid);
    });

    [Fact]
    [Clause("MQTT-4.13.1-1")]
    public Task PUBLISH_with_an_alias_that_was_never_set_ends_the_connection() => Test(async () =>
    {
        (RawClient publisher, _) = await PublisherAsync();
        await publisher.SendAsync(Aliased("", 1, "x"));
        await publisher.ClosedAsync(Reason.Protocol, Reason.TopicAliasInvalid);
    });

    [Fact]
    [Clause("MQTT-3.3.2-7")]
    public Task PUBLISH_on_a_new_connection_knows_no_alias_of_the_old() => Test(async () =>
    {
        Connect connect = new() { ClientId = NewId(), CleanStart = false, Properties = [Property.SessionExpiry(60)] };
        RawClient first = await ConnectAsync(V5, connect);
        await first.SendAsync(Aliased(Own("a"), 1, "x"));
        await first.DisconnectAsync();
        RawClient second = await ConnectAsync(V5, connect);
        await second.SendAsync(Aliased("", 1, "x"));
        await second.ClosedAsync(Reason.Protocol, Reason.TopicAliasInvalid);
    });

    [Fact]
    [Clause("MQTT-3.3.2-7")]
    public Task PUBLISH_of_another_client_knows_no_alias_of_this_one() => Test(async () =>
    {
        (RawClient first, _) = await PublisherAsync();
        await first.PublishAsync(Aliased(Own("a"), 1, "x"));
        (RawClient second, _) = await PublisherAsync();
        await second.SendAsync(Aliased("", 1, "x"));
        await second.ClosedAsync(Reason.Protocol, Reason.TopicAliasInvalid);
    });

    [Fact]
    [Clause("MQTT-3.1.2-27", "MQTT-3.3.2-11")]
    public Task PUBLISH_comes_without_alias_where_the_client_allows_none() => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(V5, new Filter(Own("a")));
        (RawClient publisher, _) = await PublisherAsync();
        for (int i = 0; i < 5; i++) await publisher.PublishAsync(Aliased(i == 0 ? Own("a") : "", 1, "x"));
        for (int i = 0; i < 5; i++)
        {
            Received message = await subscriber.ReadAsync(PacketType.Publish);
            message.Topic.Should().Be(Own("a"));
            message.Properties.Ids.Should().NotContain(PropertyId.TopicAlias);
        }
    });

    [Fact]
    [Clause("MQTT-3.1.2-26", "MQTT-3.3.2-11")]
    public Task PUBLISH_comes_with_aliases_within_the_maximum_of_the_client() => Test(async () =>
    {
        RawClient subscriber = await ConnectAsync(V5, new Connect { ClientId = NewId(), Properties = [Property.TopicAliasMaximum(2)] });
        await subscriber.SubscribeAsync(new Filter(Own("#")));
        string[] topics = [.. Enumerable.Range(0, 12).Select(i => Own($"{i % 4}"))];
        foreach (string topic in topics) await PublishAsync(V5, new Publish(topic, Text(topic)));
        Dictionary<uint, string> aliases = [];
        foreach (string topic in topics)
        {
            Received message = await subscriber.ReadAsync(PacketType.Publish);
            uint? alias = message.Properties.Number(PropertyId.TopicAlias);
            if (alias is not null) alias.Should().BeInRange(1, 2);
            if (alias is not null && message.Topic.Length > 0) aliases[alias.Value] = message.Topic;
            string named = message.Topic.Length > 0 ? message.Topic : aliases[alias!.Value];
            named.Should().Be(topic).And.Be(message.Text);
        }
    });

    private static Publish Aliased(string topic, int alias, string text) =>
        new(topic, Text(text)) { Properties = [Property.TopicAlias(alias)] };

    private async Task<(RawClient Client, int Maximum)> PublisherAsync()
    {
        (RawClient client, Received connack) = await ConnectWithAnswerAsync();
        uint? maximum = connack.Properties.Number(PropertyId.TopicAliasMaximum);
        maximum.Should().BePositive("a broker that takes no alias cannot be tested for them");
        return (client, (int)maximum!.Value);
    }
}

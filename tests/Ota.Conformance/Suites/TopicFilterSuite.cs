namespace Ota.Conformance.Suites;

/// <summary>Topic filters and what they match (4.7), by way of SUBSCRIBE.</summary>
public abstract class TopicFilterSuite(BrokerUnderTest broker) : Suite(broker)
{
    public static TheoryData<int, string, string, bool> Matches
    {
        get
        {
            (string Filter, string Topic, bool Matches)[] rows =
            [
                ("sport/tennis/#", "sport/tennis", true),
                ("sport/tennis/#", "sport/tennis/player1/ranking", true),
                ("sport/tennis/#", "sport/tennisplayer", false),
                ("sport/+", "sport/", true),
                ("sport/+", "sport", false),
                ("sport/+", "sport/a/b", false),
                ("sport/+/#", "sport", false),
                ("sport/+/#", "sport/a", true),
                ("+/+", "/finance", true),
                ("/+", "/finance", true),
                ("+", "/finance", false),
                ("a//b", "a//b", true),
                ("a//b", "a/b", false),
                ("a/+/b", "a//b", true),
                ("+/b/#", "a/b", true),
                ("a/b", "a/B", false),
                ("a b/ c", "a b/ c", true),
                ("/", "/", true),
            ];
            TheoryData<int, string, string, bool> data = [];
            foreach ((string filter, string topic, bool matches) in rows)
            {
                data.Add(V4, filter, topic, matches);
                data.Add(V5, filter, topic, matches);
            }

            return data;
        }
    }

    public static TheoryData<int, string> WrongFilters
    {
        get
        {
            TheoryData<int, string> data = [];
            foreach (string filter in new[] { "", "a#", "a/b#", "#/a", "a/#/b", "a+", "+a", "a/+b/c", "a/b+/c", "a\0b" })
            {
                data.Add(V4, filter);
                data.Add(V5, filter);
            }

            return data;
        }
    }

    /// <summary>The prefix is a level of its own, so every row keeps its meaning.</summary>
    [Theory, MemberData(nameof(Matches))]
    [Clause("MQTT-4.7.1-1", "MQTT-4.7.1-2", "MQTT-4.7.3-4", "MQTT-3.3.2-3")]
    [Clause311("MQTT-4.7.1-2", "MQTT-4.7.1-3", "MQTT-4.7.3-4")]
    public Task SUBSCRIBE_matches_as_the_standard_has_it(int level, string filter, string topic, bool matches) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(Own(filter)), new Filter(Own("marker!")));
        await PublishAsync(level, new Publish(Own(topic), Text("x")));
        await PublishAsync(level, new Publish(Own("marker!"), Text("x")));
        if (matches) (await subscriber.ReadAsync(PacketType.Publish)).Topic.Should().Be(Own(topic));
        (await subscriber.ReadAsync(PacketType.Publish)).Topic.Should().Be(Own("marker!"));
    }, $"{level} {filter} {topic}");

    [Theory, MemberData(nameof(WrongFilters))]
    [Clause("MQTT-4.7.1-1", "MQTT-4.7.1-2", "MQTT-4.7.3-1", "MQTT-4.7.3-2")]
    [Clause311("MQTT-4.7.1-2", "MQTT-4.7.1-3", "MQTT-4.7.3-1", "MQTT-4.7.3-2")]
    public Task SUBSCRIBE_to_a_wrong_filter_is_refused(int level, string filter) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(new Subscribe(new Filter(filter)));
        // Refused either as a whole or in the SUBACK: the standard leaves it open.
        Received? answer = await client.TryReadAsync();
        switch (answer?.Type)
        {
            case null: break;
            case PacketType.Suback: answer.Codes.Should().Equal(level == V4 ? 0x80 : Reason.TopicFilterInvalid); break;
            default:
                answer.Type.Should().Be(PacketType.Disconnect);
                answer.Code.Should().BeOneOf(Reason.TopicFilterInvalid, Reason.Malformed, Reason.Protocol);
                await client.EndAsync();
                break;
        }
    }, $"{level} {filter}");

    [Theory, BothVersions]
    [Clause("MQTT-4.7.1-1")]
    [Clause311("MQTT-4.7.1-2")]
    public Task SUBSCRIBE_to_hash_alone_gets_everything_but_dollar_topics(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter("#"));
        await PublishAsync(level, new Publish("$" + Own("hidden"), Text("x")));
        await PublishAsync(level, new Publish(Own("end"), Text("x")));
        Received message;
        do
        {
            message = await subscriber.ReadAsync(PacketType.Publish);
            message.Topic.Should().NotStartWith("$", "MQTT-4.7.2-1");
        }
        while (message.Topic != Own("end"));
    }, level);

    [Theory]
    [InlineData(V4, "+/x/#")]
    [InlineData(V5, "+/x/#")]
    [InlineData(V4, "+/x/y")]
    [InlineData(V5, "+/x/y")]
    [Clause("MQTT-4.7.2-1")]
    [Clause311("MQTT-4.7.2-1")]
    public Task SUBSCRIBE_that_begins_with_plus_does_not_match_dollar_topics(int level, string filter) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter(filter));
        await PublishAsync(level, new Publish("$conformance/x/y", Text("hidden")));
        await PublishAsync(level, new Publish("conformance/x/y", Text("seen")));
        (await subscriber.ReadAsync(PacketType.Publish)).Text.Should().Be("seen");
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.7.2-1")]
    [Clause311("MQTT-4.7.2-1")]
    public Task SUBSCRIBE_to_SYS_by_name_shows_the_state_of_the_broker(int level) => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(level, new Filter("$SYS/#"));
        (await subscriber.ReadAsync(PacketType.Publish)).Topic.Should().StartWith("$SYS/");
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.7.3-3")]
    [Clause311("MQTT-4.7.3-3")]
    public Task SUBSCRIBE_takes_a_long_topic(int level) => Test(async () =>
    {
        string topic = Own(new string('x', 2000));
        RawClient subscriber = await SubscriberAsync(level, new Filter(topic));
        await PublishAsync(level, new Publish(topic, Text("x")));
        (await subscriber.ReadAsync(PacketType.Publish)).Topic.Should().Be(topic);
    }, level);
}

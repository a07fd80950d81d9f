namespace Ota.Conformance.Suites;

/// <summary>Clients of 3.1.1 and of 5.0 that talk to each other through PUBLISH.</summary>
public abstract class MixedVersionsSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Fact]
    [Clause("MQTT-3.3.4-1")]
    [Clause311("MQTT-3.3.4-1")]
    public Task PUBLISH_of_5_0_reaches_a_client_of_3_1_1_without_its_properties() => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(V4, new Filter(Own("a"), 2));
        for (int qos = 0; qos <= 2; qos++)
        {
            await PublishAsync(V5, new Publish(Own("a"), Text($"{qos}"))
            {
                Qos = qos,
                Properties = [Property.ContentType("t"), Property.User("a", "b"), Property.MessageExpiry(60), Property.ResponseTopic("r")],
            });
            Received message = await subscriber.DeliveredAsync();
            (message.Text, message.Qos).Should().Be(($"{qos}", qos));
        }
    });

    [Fact]
    [Clause("MQTT-3.3.4-1")]
    [Clause311("MQTT-3.3.4-1")]
    public Task PUBLISH_of_3_1_1_reaches_a_client_of_5_0_with_no_properties() => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(V5, new Filter(Own("a"), 2));
        for (int qos = 0; qos <= 2; qos++)
        {
            await PublishAsync(V4, new Publish(Own("a"), Text($"{qos}")) { Qos = qos });
            Received message = await subscriber.DeliveredAsync();
            (message.Text, message.Qos).Should().Be(($"{qos}", qos));
            message.Properties.Ids.Should().BeEmpty();
        }
    });

    [Fact]
    [Clause("MQTT-3.3.2-12")]
    public Task PUBLISH_with_an_alias_reaches_a_client_of_3_1_1_with_its_topic() => Test(async () =>
    {
        RawClient subscriber = await SubscriberAsync(V4, new Filter(Own("a")));
        RawClient publisher = await ConnectAsync();
        await publisher.SendAsync(new Publish(Own("a"), Text("1")) { Properties = [Property.TopicAlias(1)] });
        await publisher.SendAsync(new Publish("", Text("2")) { Properties = [Property.TopicAlias(1)] });
        (await subscriber.ReadAsync(PacketType.Publish)).Text.Should().Be("1");
        Received message = await subscriber.ReadAsync(PacketType.Publish);
        (message.Topic, message.Text).Should().Be((Own("a"), "2"));
    });

    [Theory]
    [InlineData(V4, V5)]
    [InlineData(V5, V4)]
    [Clause("MQTT-3.3.1-5")]
    [Clause311("MQTT-3.3.1-5")]
    public Task PUBLISH_that_is_retained_reaches_clients_of_the_other_version(int from, int to) => Test(async () =>
    {
        byte[][] properties = from == V5 ? [Property.User("a", "b")] : [];
        await PublishAsync(from, new Publish(Own("a"), Text("kept")) { Retain = true, Properties = properties });
        RawClient subscriber = await SubscriberAsync(to, new Filter(Own("a")));
        Received message = await subscriber.ReadAsync(PacketType.Publish);
        (message.Text, message.Retain).Should().Be(("kept", true));
    });

    [Theory]
    [InlineData(V4, V5)]
    [InlineData(V5, V4)]
    [Clause("MQTT-3.1.2-8")]
    [Clause311("MQTT-3.1.2-8")]
    public Task CONNECT_with_a_will_has_it_reach_clients_of_the_other_version(int from, int to) => Test(async () =>
    {
        RawClient watcher = await SubscriberAsync(to, new Filter(Own("will"), 1));
        byte[][] properties = from == V5 ? [Property.ContentType("t")] : [];
        Will will = new(Own("will"), Text("gone")) { Qos = 1, Properties = properties };
        RawClient client = await ConnectAsync(from, new Connect { ClientId = NewId(), Will = will });
        await client.DropAsync();
        (await watcher.DeliveredAsync()).Text.Should().Be("gone");
    });

    [Fact]
    [Clause("MQTT-3.1.4-3")]
    [Clause311("MQTT-3.1.4-2")]
    public Task CONNECT_of_one_version_takes_over_from_the_other() => Test(async () =>
    {
        Connect connect = new() { ClientId = NewId() };
        RawClient old = await ConnectAsync(V4, connect);
        RawClient young = await ConnectAsync(V5, connect);
        await old.EndAsync();
        await young.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-3.3.2-5")]
    public Task PUBLISH_of_5_0_expires_for_a_client_of_3_1_1_as_well() => Test(async () =>
    {
        Connect connect = new() { ClientId = NewId(), CleanStart = false };
        RawClient first = await ConnectAsync(V4, connect);
        await first.SubscribeAsync(new Filter(Own("a"), 1));
        await first.DropAsync();
        RawClient publisher = await ConnectAsync();
        await publisher.PublishAsync(new Publish(Own("a"), Text("short")) { Qos = 1, Properties = [Property.MessageExpiry(1)] });
        await publisher.PublishAsync(new Publish(Own("a"), Text("long")) { Qos = 1 });
        await Elapsing.SecondsAsync(2.2);
        RawClient second = await ConnectAsync(V4, connect);
        (await second.DeliveredAsync()).Text.Should().Be("long");
    });
}

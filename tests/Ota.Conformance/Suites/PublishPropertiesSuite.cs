namespace Ota.Conformance.Suites;

/// <summary>The properties of PUBLISH (3.3.2.3): forwarded unaltered, refused when wrong.</summary>
public abstract class PublishPropertiesSuite(BrokerUnderTest broker) : Suite(broker)
{
    public static TheoryData<string, byte[][]> Wrong => new()
    {
        { "payload format twice", [Property.PayloadFormat(1), Property.PayloadFormat(1)] },
        { "message expiry twice", [Property.MessageExpiry(9), Property.MessageExpiry(9)] },
        { "content type twice", [Property.ContentType("a"), Property.ContentType("a")] },
        { "response topic twice", [Property.ResponseTopic("a"), Property.ResponseTopic("a")] },
        { "correlation data twice", [Property.CorrelationData(1), Property.CorrelationData(1)] },
        { "topic alias twice", [Property.TopicAlias(1), Property.TopicAlias(1)] },
        { "session expiry", [Property.SessionExpiry(1)] },
        { "will delay", [Property.WillDelay(1)] },
        { "reason string", [Property.ReasonString("a")] },
        { "receive maximum", [Property.ReceiveMaximum(1)] },
        { "number 0", [[0x00, 0x00]] },
        { "number 2B", [[0x2B, 0x00]] },
        { "message expiry cut short", [[0x02, 0x00]] },
        { "content type with NUL", [Property.ContentType("a\0b")] },
        { "content type not UTF-8", [[0x03, 0x00, 0x02, 0xC3, 0x28]] },
        { "response topic not UTF-8", [[0x08, 0x00, 0x02, 0xC3, 0x28]] },
        { "user property name not UTF-8", [[0x26, 0x00, 0x02, 0xC3, 0x28, 0x00, 0x01, 0x61]] },
        { "user property value not UTF-8", [[0x26, 0x00, 0x01, 0x61, 0x00, 0x02, 0xC3, 0x28]] },
    };

    [Theory, MemberData(nameof(Wrong))]
    [Clause("MQTT-4.13.1-1", "MQTT-3.3.2-19", "MQTT-3.3.2-13", "MQTT-1.5.7-1", "MQTT-1.5.4-2")]
    public Task PUBLISH_with_a_wrong_property_ends_the_connection(string which, byte[][] properties) => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Publish(Own("a"), Text("x")) { Properties = properties });
        await client.ClosedAsync(Reason.Protocol, Reason.Malformed, Reason.TopicAliasInvalid);
    }, which);

    [Fact]
    [Clause("MQTT-3.3.4-6")]
    public Task PUBLISH_of_a_client_with_subscription_identifier_ends_the_connection() => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Publish(Own("a"), Text("x")) { Properties = [Property.SubscriptionId(1)] });
        await client.ClosedAsync(Reason.Protocol, Reason.Malformed);
    });

    [Theory]
    [InlineData("reply/+")]
    [InlineData("reply/#")]
    [Clause("MQTT-3.3.2-14")]
    public Task PUBLISH_with_wildcards_in_the_response_topic_ends_the_connection(string topic) => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(new Publish(Own("a"), Text("x")) { Properties = [Property.ResponseTopic(topic)] });
        await client.ClosedAsync(Reason.Protocol, Reason.Malformed, Reason.TopicNameInvalid);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [Clause("MQTT-3.3.2-4")]
    public Task PUBLISH_keeps_its_payload_format(int format) => Test(async () =>
    {
        Received message = await ForwardedAsync(Property.PayloadFormat(format));
        (message.Properties.Number(PropertyId.PayloadFormat) ?? 0).Should().Be((uint)format);
    });

    [Fact]
    [Clause("MQTT-3.3.2-20")]
    public Task PUBLISH_keeps_its_content_type() => Test(async () =>
    {
        Received message = await ForwardedAsync(Property.ContentType("application/tëxt"));
        message.Properties.Text(PropertyId.ContentType).Should().Be("application/tëxt");
    });

    [Fact]
    [Clause("MQTT-3.3.2-15", "MQTT-3.3.2-16")]
    public Task PUBLISH_keeps_its_response_topic_and_correlation_data() => Test(async () =>
    {
        Received message = await ForwardedAsync(Property.ResponseTopic("reply/to"), Property.CorrelationData(0, 255, 1));
        message.Properties.Text(PropertyId.ResponseTopic).Should().Be("reply/to");
        message.Properties.Data(PropertyId.CorrelationData).Should().Equal(0, 255, 1);
    });

    [Fact]
    [Clause("MQTT-3.3.2-17", "MQTT-3.3.2-18")]
    public Task PUBLISH_keeps_its_user_properties_in_order() => Test(async () =>
    {
        Received message = await ForwardedAsync(
            Property.User("b", "1"), Property.User("a", "2"), Property.User("b", "1"), Property.User("", ""), Property.User("c", "é"));
        message.Properties.User.Should().Equal(("b", "1"), ("a", "2"), ("b", "1"), ("", ""), ("c", "é"));
    });

    [Fact]
    [Clause("MQTT-3.3.2-17", "MQTT-3.3.2-20")]
    public Task PUBLISH_keeps_its_properties_when_retained() => Test(async () =>
    {
        await PublishAsync(V5, new Publish(Own("a"), Text("x"))
        {
            Retain = true,
            Properties = [Property.ContentType("t"), Property.User("k", "v"), Property.CorrelationData(7)],
        });
        RawClient subscriber = await SubscriberAsync(V5, new Filter(Own("a")));
        Received message = await subscriber.ReadAsync(PacketType.Publish);
        message.Properties.Text(PropertyId.ContentType).Should().Be("t");
        message.Properties.User.Should().Equal(("k", "v"));
        message.Properties.Data(PropertyId.CorrelationData).Should().Equal(7);
    });

    [Fact]
    [Clause("MQTT-2.2.2-1")]
    public Task PUBLISH_with_property_length_past_its_end_ends_the_connection() => Test(async () =>
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync(Frame.Of(0x30, new Bytes().Text(Own("a")).VarInt(100).Raw(1, 2, 3).ToArray()));
        await client.ClosedAsync(Reason.Protocol, Reason.Malformed);
    });

    [Fact]
    [Clause("MQTT-3.3.2-6")]
    public Task PUBLISH_with_expiry_is_forwarded_with_what_is_left() => Test(async () =>
    {
        Received message = await ForwardedAsync(Property.MessageExpiry(1000));
        message.Properties.Number(PropertyId.MessageExpiry).Should().BeInRange(900, 1000);
    });

    [Fact]
    [Clause("MQTT-3.3.4-3", "MQTT-3.3.4-4", "MQTT-3.3.4-5")]
    public Task PUBLISH_carries_the_identifiers_of_the_subscriptions_it_matches() => Test(async () =>
    {
        const uint Largest = 268_435_455;
        RawClient subscriber = await ConnectAsync();
        await subscriber.SendAsync(new Subscribe(new Filter(Own("a/#"))) { PacketId = 1, Properties = [Property.SubscriptionId(7)] });
        await subscriber.ReadAsync(PacketType.Suback);
        await subscriber.SendAsync(new Subscribe(new Filter(Own("a/+"))) { PacketId = 2, Properties = [Property.SubscriptionId(Largest)] });
        await subscriber.ReadAsync(PacketType.Suback);
        await PublishAsync(V5, new Publish(Own("a/b"), Text("x")));

        List<uint> ids = [.. (await subscriber.ReadAsync(PacketType.Publish)).Properties.SubscriptionIds];
        if (ids.Count == 1) ids.AddRange((await subscriber.ReadAsync(PacketType.Publish)).Properties.SubscriptionIds);
        ids.Should().BeEquivalentTo([7u, Largest]);
        await subscriber.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-3.3.4-3")]
    public Task PUBLISH_of_a_retained_message_carries_the_subscription_identifier() => Test(async () =>
    {
        await PublishAsync(V5, new Publish(Own("a"), Text("x")) { Retain = true });
        RawClient subscriber = await ConnectAsync();
        await subscriber.SendAsync(new Subscribe(new Filter(Own("a"))) { Properties = [Property.SubscriptionId(5)] });
        await subscriber.ReadAsync(PacketType.Suback);
        (await subscriber.ReadAsync(PacketType.Publish)).Properties.SubscriptionIds.Should().Equal(5);
    });

    private async Task<Received> ForwardedAsync(params byte[][] properties)
    {
        RawClient subscriber = await SubscriberAsync(V5, new Filter(Own("a")));
        await PublishAsync(V5, new Publish(Own("a"), Text("x")) { Properties = properties });
        return await subscriber.ReadAsync(PacketType.Publish);
    }
}

namespace Ota.Conformance.Suites;

/// <summary>The limits that a client sets in CONNECT and the broker keeps: receive maximum, packet size, problem information.</summary>
public abstract class ClientLimitsSuite(BrokerUnderTest broker) : Suite(broker)
{
    private const int Window = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Clause("MQTT-3.3.4-9", "MQTT-4.9.0-1", "MQTT-4.9.0-2")]
    public Task PUBLISH_stops_at_the_receive_maximum_of_the_client(int qos) => Test(async () =>
    {
        RawClient subscriber = await WithWindowAsync(qos);
        for (int i = 0; i < Window; i++) (await subscriber.ReadAsync(PacketType.Publish)).Text.Should().Be($"{i}");
        await subscriber.QuietAsync();
    }, qos);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Clause("MQTT-3.3.4-9", "MQTT-4.9.0-2")]
    public Task PUBACK_or_PUBCOMP_opens_the_window_for_one_more(int qos) => Test(async () =>
    {
        RawClient subscriber = await WithWindowAsync(qos);
        List<Received> open = [];
        for (int i = 0; i < Window; i++) open.Add(await subscriber.ReadAsync(PacketType.Publish));
        for (int i = 0; i < 4; i++)
        {
            await FinishAsync(subscriber, open[i]);
            open.Add(await subscriber.ReadAsync(PacketType.Publish));
            await subscriber.QuietAsync();
        }

        open.Select(message => message.Text).Should().Equal(Enumerable.Range(0, Window + 4).Select(i => $"{i}"));
    }, qos);

    [Fact]
    [Clause("MQTT-4.9.0-2", "MQTT-3.3.4-9")]
    public Task PUBREC_alone_does_not_open_the_window() => Test(async () =>
    {
        RawClient subscriber = await WithWindowAsync(2);
        Received first = await subscriber.ReadAsync(PacketType.Publish);
        for (int i = 1; i < Window; i++) await subscriber.ReadAsync(PacketType.Publish);
        await subscriber.SendAsync(new Ack(PacketType.Pubrec, first.PacketId));
        await subscriber.ReadAsync(PacketType.Pubrel);
        await subscriber.QuietAsync();
        await subscriber.SendAsync(new Ack(PacketType.Pubcomp, first.PacketId));
        await subscriber.ReadAsync(PacketType.Publish);
    });

    [Fact]
    [Clause("MQTT-4.9.0-2", "MQTT-4.4.0-2")]
    public Task PUBREC_with_an_error_opens_the_window() => Test(async () =>
    {
        RawClient subscriber = await WithWindowAsync(2);
        Received first = await subscriber.ReadAsync(PacketType.Publish);
        for (int i = 1; i < Window; i++) await subscriber.ReadAsync(PacketType.Publish);
        await subscriber.SendAsync(new Ack(PacketType.Pubrec, first.PacketId) { Reason = Reason.Unspecified });
        (await subscriber.ReadAsync(PacketType.Publish)).Text.Should().Be($"{Window}");
    });

    [Fact]
    [Clause("MQTT-4.9.0-3", "MQTT-3.3.4-10")]
    public Task SUBACK_and_others_come_while_the_window_is_closed() => Test(async () =>
    {
        RawClient subscriber = await WithWindowAsync(1);
        for (int i = 0; i < Window; i++) await subscriber.ReadAsync(PacketType.Publish);
        await subscriber.SubscribeAsync(new Filter(Own("other"), 0));
        await subscriber.PublishAsync(new Publish(Own("unread"), Text("x")) { Qos = 2 });
        await subscriber.UnsubscribeAsync(Own("nothing"));
        await subscriber.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-4.9.0-2")]
    public Task PUBLISH_with_QoS_0_comes_while_the_window_is_closed() => Test(async () =>
    {
        RawClient subscriber = await WithWindowAsync(1);
        for (int i = 0; i < Window; i++) await subscriber.ReadAsync(PacketType.Publish);
        await subscriber.SubscribeAsync(new Filter(Own("free"), 0));
        await PublishAsync(V5, new Publish(Own("free"), Text("free")));
        (await subscriber.ReadAsync(PacketType.Publish)).Text.Should().Be("free");
    });

    [Fact]
    [Clause("MQTT-3.3.4-9", "MQTT-4.4.0-1")]
    public Task CONNECT_again_has_a_new_receive_maximum() => Test(async () =>
    {
        Connect connect = new() { ClientId = NewId(), CleanStart = false, Properties = [Property.SessionExpiry(60)] };
        RawClient first = await ConnectAsync(V5, connect);
        await first.SubscribeAsync(new Filter(Own("a"), 1));
        await first.DropAsync();
        RawClient publisher = await ConnectAsync();
        for (int i = 0; i < 6; i++) await publisher.PublishAsync(new Publish(Own("a"), Text($"{i}")) { Qos = 1 });
        RawClient second = await ConnectAsync(V5, connect with { Properties = [Property.SessionExpiry(60), Property.ReceiveMaximum(2)] });
        await second.ReadAsync(PacketType.Publish);
        await second.ReadAsync(PacketType.Publish);
        await second.QuietAsync();
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Clause("MQTT-3.1.2-24", "MQTT-3.1.2-25")]
    public Task PUBLISH_larger_than_the_client_takes_is_left_out(int qos) => Test(async () =>
    {
        RawClient subscriber = await ConnectAsync(V5, new Connect { ClientId = NewId(), Properties = [Property.MaximumPacketSize(200)] });
        await subscriber.SubscribeAsync(new Filter(Own("a"), qos));
        RawClient publisher = await ConnectAsync();
        await publisher.PublishAsync(new Publish(Own("a"), new byte[300]) { Qos = qos });
        await publisher.PublishAsync(new Publish(Own("a"), Text("small")) { Qos = qos });
        (await subscriber.DeliveredAsync()).Text.Should().Be("small");
    }, qos);

    [Fact]
    [Clause("MQTT-3.1.2-24")]
    public Task PUBLISH_of_exactly_the_maximum_packet_size_is_delivered() => Test(async () =>
    {
        RawClient subscriber = await ConnectAsync(V5, new Connect { ClientId = NewId(), Properties = [Property.MaximumPacketSize(120)] });
        await subscriber.SubscribeAsync(new Filter(Own("a")));
        await PublishAsync(V5, OfSize(120));
        (await subscriber.ReadAsync(PacketType.Publish)).Size.Should().Be(120);
    });

    [Fact]
    [Clause("MQTT-3.1.2-24", "MQTT-3.1.2-25")]
    public Task PUBLISH_of_exactly_the_maximum_packet_size_is_delivered_also_where_aliases_would_make_it_longer() => Test(async () =>
    {
        RawClient subscriber = await ConnectAsync(V5,
            new Connect { ClientId = NewId(), Properties = [Property.MaximumPacketSize(120), Property.TopicAliasMaximum(5)] });
        await subscriber.SubscribeAsync(new Filter(Own("a")));
        await PublishAsync(V5, OfSize(120));
        (await subscriber.ReadAsync(PacketType.Publish)).Payload.Length.Should().Be(OfSize(120).Payload.Length);
    });

    [Fact]
    [Clause("MQTT-3.1.2-24", "MQTT-3.1.2-25")]
    public Task PUBLISH_one_byte_larger_than_the_client_takes_is_left_out() => Test(async () =>
    {
        RawClient subscriber = await ConnectAsync(V5, new Connect { ClientId = NewId(), Properties = [Property.MaximumPacketSize(120)] });
        await subscriber.SubscribeAsync(new Filter(Own("a")));
        await PublishAsync(V5, OfSize(121));
        await subscriber.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-3.1.2-24", "MQTT-3.1.2-25")]
    public Task PUBLISH_that_is_retained_and_too_large_is_left_out() => Test(async () =>
    {
        await PublishAsync(V5, new Publish(Own("a"), new byte[300]) { Retain = true });
        RawClient subscriber = await ConnectAsync(V5, new Connect { ClientId = NewId(), Properties = [Property.MaximumPacketSize(200)] });
        await subscriber.SubscribeAsync(new Filter(Own("a"), 1));
        await subscriber.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-3.1.2-24", "MQTT-3.2.2-19", "MQTT-3.2.2-20", "MQTT-3.4.2-2", "MQTT-3.4.2-3", "MQTT-3.5.2-2", "MQTT-3.5.2-3",
        "MQTT-3.7.2-2", "MQTT-3.7.2-3", "MQTT-3.9.2-1", "MQTT-3.9.2-2", "MQTT-3.11.2-1", "MQTT-3.11.2-2", "MQTT-3.14.2-3", "MQTT-3.14.2-4")]
    public Task SUBACK_and_others_stay_within_the_packet_size_of_the_client() => Test(async () =>
    {
        (RawClient client, Received connack) = await ConnectWithAnswerAsync(V5,
            new Connect { ClientId = NewId(), Properties = [Property.MaximumPacketSize(60)] });
        List<Received?> answers = [connack, await client.SubscribeAsync(new Filter(Own("a"), 1))];
        answers.Add(await client.UnsubscribeAsync(Own("none")));
        await client.SendAsync(new Publish(Own("nobody"), Text("x")) { Qos = 1 });
        answers.Add(await client.ReadAsync(PacketType.Puback));
        await client.SendAsync(new Publish(Own("nobody"), Text("x")) { Qos = 2, PacketId = 9 });
        answers.Add(await client.ReadAsync(PacketType.Pubrec));
        await client.SendAsync(new Ack(PacketType.Pubrel, 10));
        answers.Add(await client.ReadAsync(PacketType.Pubcomp));
        await client.SendAsync(new Subscribe());
        answers.Add(await client.ClosedAsync());
        answers.OfType<Received>().Should().OnlyContain(answer => answer.Size <= 60);
    });

    [Fact]
    [Clause("MQTT-3.1.2-29")]
    public Task SUBACK_and_others_come_without_reasons_where_the_client_wants_none() => Test(async () =>
    {
        RawClient client = await ConnectAsync(V5, new Connect { ClientId = NewId(), Properties = [Property.RequestProblemInfo(0)] });
        List<Received> answers = [await client.SubscribeAsync(new Filter(Own("a"))), await client.UnsubscribeAsync(Own("none"))];
        await client.SendAsync(new Publish(Own("nobody"), Text("x")) { Qos = 1 });
        answers.Add(await client.ReadAsync(PacketType.Puback));
        await client.SendAsync(new Ack(PacketType.Pubrel, 999));
        answers.Add(await client.ReadAsync(PacketType.Pubcomp));
        answers.SelectMany(answer => answer.Properties.Ids).Should()
            .NotContain(PropertyId.ReasonString).And.NotContain(PropertyId.UserProperty);
    });

    /// <summary>Below 130 bytes, as it goes to the subscriber.</summary>
    private Publish OfSize(int size) => new(Own("a"), new byte[size - 2 - 2 - Own("a").Length - 1]);

    private static async Task FinishAsync(RawClient client, Received message)
    {
        await client.SendAsync(new Ack(message.Qos == 1 ? PacketType.Puback : PacketType.Pubrec, message.PacketId));
        if (message.Qos == 1) return;
        await client.ReadAsync(PacketType.Pubrel);
        await client.SendAsync(new Ack(PacketType.Pubcomp, message.PacketId));
    }

    /// <summary>A subscriber with a small receive maximum, and more messages for it than that.</summary>
    private async Task<RawClient> WithWindowAsync(int qos)
    {
        RawClient subscriber = await ConnectAsync(V5, new Connect { ClientId = NewId(), Properties = [Property.ReceiveMaximum(Window)] });
        await subscriber.SubscribeAsync(new Filter(Own("a"), qos));
        RawClient publisher = await ConnectAsync();
        for (int i = 0; i < 8; i++) await publisher.PublishAsync(new Publish(Own("a"), Text($"{i}")) { Qos = qos });
        return subscriber;
    }
}

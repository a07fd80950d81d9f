namespace Ota.Conformance.Suites;

/// <summary>Wills (3.1.2.5, 3.1.3.2), by way of CONNECT.</summary>
public abstract class WillSuite(BrokerUnderTest broker) : Suite(broker)
{
    /// <summary>Seconds. What must come before the will comes within them on a busy machine, too.</summary>
    private const int Delay = 8;

    [Theory]
    [InlineData(V4, 0), InlineData(V4, 1), InlineData(V4, 2), InlineData(V5, 0), InlineData(V5, 1), InlineData(V5, 2)]
    [Clause("MQTT-3.1.2-7", "MQTT-3.1.2-8", "MQTT-3.1.2-9", "MQTT-3.1.2-12", "MQTT-3.1.2-14")]
    [Clause311("MQTT-3.1.2-8", "MQTT-3.1.2-9", "MQTT-3.1.2-14", "MQTT-3.1.2-16")]
    public Task CONNECT_with_a_will_has_it_published_when_the_connection_breaks(int level, int qos) => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(level);
        RawClient client = await ConnectAsync(level, WithWill() with { Will = TheWill() with { Qos = qos } });
        await client.DropAsync();
        Received will = await watcher.DeliveredAsync();
        (will.Text, will.Qos, will.Retain).Should().Be(("gone", qos, false));
        RawClient later = await SubscriberAsync(level, new Filter(Own("will")));
        await later.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-10", "MQTT-3.14.4-3")]
    [Clause311("MQTT-3.1.2-10", "MQTT-3.14.4-3")]
    public Task DISCONNECT_deletes_the_will(int level) => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(level);
        RawClient client = await ConnectAsync(level, WithWill());
        await client.DisconnectAsync();
        await watcher.QuietAsync();
    }, level);

    [Theory]
    [InlineData(Reason.DisconnectWithWill)]
    [InlineData(Reason.Unspecified)]
    [InlineData(Reason.PayloadFormatInvalid)]
    [Clause("MQTT-3.1.2-8", "MQTT-3.14.4-3")]
    public Task DISCONNECT_with_another_reason_has_the_will_published(int reason) => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(V5);
        RawClient client = await ConnectAsync(V5, WithWill());
        await client.DisconnectAsync(reason);
        (await watcher.DeliveredAsync()).Text.Should().Be("gone");
    }, $"{reason:X2}");

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-15")]
    [Clause311("MQTT-3.1.2-17")]
    public Task CONNECT_with_will_retain_has_it_retained(int level) => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(level);
        RawClient client = await ConnectAsync(level, WithWill() with { Will = TheWill() with { Retain = true } });
        await client.DropAsync();
        (await watcher.DeliveredAsync()).Retain.Should().BeFalse();
        RawClient later = await SubscriberAsync(level, new Filter(Own("will")));
        Received kept = await later.ReadAsync(PacketType.Publish);
        (kept.Text, kept.Retain).Should().Be(("gone", true));
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-8")]
    [Clause311("MQTT-3.1.2-8")]
    public Task CONNECT_with_a_will_has_it_published_after_a_protocol_error(int level) => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(level);
        RawClient client = await ConnectAsync(level, WithWill());
        await client.SendAsync(new Publish(Own("a/#"), Text("x")));
        await client.ClosedAsync();
        (await watcher.DeliveredAsync()).Text.Should().Be("gone");
    }, level);

    [Fact]
    [Clause("MQTT-3.1.2-8", "MQTT-3.1.2-22")]
    [Clause311("MQTT-3.1.2-8", "MQTT-3.1.2-24")]
    public Task CONNECT_with_a_will_has_it_published_after_the_keep_alive() => Test(() => EachVersionAsync(async level =>
    {
        string topic = Own($"will{level}");
        RawClient watcher = await SubscriberAsync(level, new Filter(topic));
        await ConnectAsync(level, new Connect { ClientId = NewId(), KeepAlive = 1, Will = new Will(topic, Text("silent")) });
        (await watcher.ReadAsync(PacketType.Publish)).Text.Should().Be("silent");
    }));

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-8")]
    [Clause311("MQTT-3.1.2-8")]
    public Task CONNECT_that_takes_over_has_the_will_of_the_old_connection_published(int level) => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(level);
        Connect connect = WithWill();
        await ConnectAsync(level, connect);
        await ConnectAsync(level, connect with { Will = null });
        (await watcher.DeliveredAsync()).Text.Should().Be("gone");
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-10", "MQTT-3.1.2-9")]
    [Clause311("MQTT-3.1.2-10", "MQTT-3.1.2-12")]
    public Task CONNECT_again_without_a_will_has_none(int level) => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(level);
        Connect connect = WithWill();
        RawClient first = await ConnectAsync(level, connect);
        await first.DropAsync();
        await watcher.DeliveredAsync();
        RawClient second = await ConnectAsync(level, connect with { Will = null });
        await second.DropAsync();
        await watcher.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.2-9")]
    [Clause311("MQTT-3.1.2-9")]
    public Task CONNECT_with_an_empty_will_message_has_an_empty_message_published(int level) => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(level);
        RawClient client = await ConnectAsync(level, WithWill() with { Will = new Will(Own("will"), []) });
        await client.DropAsync();
        (await watcher.DeliveredAsync()).Payload.Should().BeEmpty();
    }, level);

    [Fact]
    [Clause("MQTT-3.3.2-20", "MQTT-3.1.3-10", "MQTT-3.3.2-15")]
    public Task CONNECT_with_will_properties_has_them_published_in_order() => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(V5);
        Will will = TheWill() with
        {
            Properties =
            [
                Property.ContentType("t"), Property.ResponseTopic("r"), Property.CorrelationData(1), Property.PayloadFormat(1),
                Property.User("b", "1"), Property.User("a", "2"), Property.MessageExpiry(1000),
            ],
        };
        RawClient client = await ConnectAsync(V5, WithWill() with { Will = will });
        await client.DropAsync();
        ReceivedProperties got = (await watcher.DeliveredAsync()).Properties;
        got.Text(PropertyId.ContentType).Should().Be("t");
        got.Text(PropertyId.ResponseTopic).Should().Be("r");
        got.Data(PropertyId.CorrelationData).Should().Equal(1);
        got.Number(PropertyId.PayloadFormat).Should().Be(1);
        got.User.Should().Equal(("b", "1"), ("a", "2"));
        got.Number(PropertyId.MessageExpiry).Should().BeInRange(900, 1000);
        got.Ids.Should().NotContain(PropertyId.WillDelay);
    });

    [Fact]
    [Clause("MQTT-3.1.2-8")]
    public Task CONNECT_with_will_delay_has_it_published_after_the_delay() => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(V5);
        RawClient client = await ConnectAsync(V5, Delayed());
        await client.DropAsync();
        await watcher.QuietAsync();
        (await watcher.DeliveredAsync()).Text.Should().Be("gone");
    });

    [Fact]
    [Clause("MQTT-3.1.3-9", "MQTT-3.1.2-8")]
    public Task CONNECT_within_the_will_delay_cancels_the_will() => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(V5);
        Connect connect = Delayed();
        RawClient first = await ConnectAsync(V5, connect);
        await first.DropAsync();
        await ConnectAsync(V5, connect with { Will = null });
        await WaitForAnotherWillAsync();
        await watcher.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-3.1.2-8")]
    public Task CONNECT_with_will_delay_has_it_published_when_the_session_ends_before() => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(V5);
        Will will = TheWill() with { Properties = [Property.WillDelay(3600)] };
        RawClient client = await ConnectAsync(V5, WithWill() with { Will = will });
        await client.DropAsync();
        (await watcher.DeliveredAsync()).Text.Should().Be("gone");
    });

    [Fact]
    [Clause("MQTT-3.1.2-10", "MQTT-3.14.4-3")]
    public Task DISCONNECT_deletes_a_will_with_delay_too() => Test(async () =>
    {
        RawClient watcher = await WatcherAsync(V5);
        RawClient client = await ConnectAsync(V5, Delayed());
        await client.DisconnectAsync();
        await WaitForAnotherWillAsync();
        await watcher.QuietAsync();
    });

    [Theory, BothVersions]
    [Clause("MQTT-4.7.0-1", "MQTT-3.1.4-1")]
    [Clause311("MQTT-4.7.1-1", "MQTT-3.1.4-1")]
    public Task CONNECT_with_wildcards_in_the_will_topic_is_refused(int level) => RefusedWill(level, "a/+");

    [Theory, BothVersions]
    [Clause("MQTT-4.7.3-1", "MQTT-3.1.4-1")]
    [Clause311("MQTT-4.7.3-1", "MQTT-3.1.4-1")]
    public Task CONNECT_with_an_empty_will_topic_is_refused(int level) => RefusedWill(level, "");

    [Theory, BothVersions]
    [Clause("MQTT-3.1.3-11")]
    [Clause311("MQTT-3.1.3-10")]
    public Task CONNECT_with_NUL_in_the_will_topic_is_refused(int level) => RefusedWill(level, "a\0b");

    private Task RefusedWill(int level, string topic, [System.Runtime.CompilerServices.CallerMemberName] string name = "") =>
        Test(async () =>
        {
            RawClient client = await OpenAsync(level);
            await client.SendAsync(new Connect { ClientId = NewId(), Will = new Will(topic, Text("x")) });
            await client.ClosedAsync();
        }, level, name);

    private Will TheWill() => new(Own("will"), Text("gone"));

    private Connect WithWill() => new() { ClientId = NewId(), Will = TheWill() };

    private Connect Delayed() => new()
    {
        ClientId = NewId(),
        CleanStart = false,
        Properties = [Property.SessionExpiry(60)],
        Will = TheWill() with { Properties = [Property.WillDelay(Delay)] },
    };

    private Task<RawClient> WatcherAsync(int level) => SubscriberAsync(level, new Filter(Own("will"), 2));

    /// <summary>By the broker's own clock: a will with the same delay, given up later, has come.</summary>
    private async Task WaitForAnotherWillAsync()
    {
        RawClient watcher = await SubscriberAsync(V5, new Filter(Own("clock")));
        Will will = new(Own("clock"), Text("now")) { Properties = [Property.WillDelay(Delay)] };
        RawClient client = await ConnectAsync(V5, Delayed() with { ClientId = NewId(), Will = will });
        await client.DropAsync();
        await watcher.ReadAsync(PacketType.Publish);
    }
}

using Ota.Mqtt.Client;

namespace Ota.Mqtt.Tests.Client;

/// <summary>Coming back, with and without the session.</summary>
public sealed class ReconnectTests : ScriptedTest
{
    private static readonly ConnackPacket Resumed = new() { SessionPresent = true };

    [Fact]
    public void Pauses_are_random_between_nothing_and_a_bound_that_doubles_up_to_the_maximum()
    {
        ReconnectPolicy policy = new()
        {
            InitialDelay = TimeSpan.FromSeconds(1),
            MaximumDelay = TimeSpan.FromSeconds(8),
            Random = new Random(1),
        };
        foreach ((int failures, int bound) in new[] { (1, 1), (2, 2), (3, 4), (4, 8), (5, 8), (1_000_000, 8) })
        {
            double[] delays = [.. Enumerable.Range(0, 2000).Select(_ => policy.NextDelay(failures).TotalSeconds)];
            delays.Should().OnlyContain(delay => delay >= 0 && delay <= bound);
            delays.Max().Should().BeGreaterThan(bound * 0.98);
            delays.Min().Should().BeLessThan(bound * 0.02);
            delays.Average().Should().BeApproximately(bound / 2.0, bound * 0.05);
        }
    }

    [Fact]
    public void One_seed_gives_the_same_pauses_again()
    {
        TimeSpan[] Pauses()
        {
            ReconnectPolicy policy = new() { Random = new Random(42) };
            return [.. Enumerable.Range(1, 20).Select(policy.NextDelay)];
        }
        Pauses().Should().Equal(Pauses());
    }

    [Fact]
    public async Task After_the_last_attempt_everything_that_waits_fails()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, options => Lasting(options) with
        {
            Reconnect = new ReconnectPolicy { InitialDelay = TimeSpan.Zero, MaximumAttempts = 3 },
        });
        Task<PublishResult> publishing = client.PublishAsync("a", default, MqttQos.ExactlyOnce).AsTask();
        Server.Dispose();
        await publishing.FailsAsync(MqttClientError.ConnectFailed);
        await client.PublishAsync("b", default).FailsAsync(MqttClientError.ConnectFailed);
        server.Dispose();
    }

    [Fact]
    public async Task Unacknowledged_publishes_come_again_in_order_with_DUP_and_a_release_stays_a_release()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, Lasting);
        Task<PublishResult>[] publishing =
        [
            client.PublishAsync("1", default, MqttQos.ExactlyOnce).AsTask(),
            client.PublishAsync("2", default, MqttQos.AtLeastOnce).AsTask(),
            client.PublishAsync("3", default, MqttQos.ExactlyOnce).AsTask(),
        ];
        TestPublish[] sent = [await server.ReadAsync<TestPublish>(), await server.ReadAsync<TestPublish>(), await server.ReadAsync<TestPublish>()];
        await server.AckAsync(MqttPacketType.Pubrec, sent[0].PacketId);
        await server.ReadAckAsync();
        server.Dispose();

        ScriptedConnection next = await Server.WelcomeAsync(Resumed);
        (await next.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubrel, sent[0].PacketId));
        (await next.ReadAsync<TestPublish>()).Should().BeEquivalentTo(sent[1] with { Duplicate = true });
        (await next.ReadAsync<TestPublish>()).Should().BeEquivalentTo(sent[2] with { Duplicate = true });
        await next.AckAsync(MqttPacketType.Pubcomp, sent[0].PacketId, ReasonCode.PacketIdentifierNotFound); // It had finished before.
        await next.AckAsync(MqttPacketType.Puback, sent[1].PacketId, ReasonCode.NoMatchingSubscribers);
        await next.AckAsync(MqttPacketType.Pubrec, sent[2].PacketId);
        await next.ReadAckAsync();
        await next.AckAsync(MqttPacketType.Pubcomp, sent[2].PacketId);
        (await Task.WhenAll(publishing).Soon()).Select(result => result.Reason)
            .Should().Equal(ReasonCode.Success, ReasonCode.NoMatchingSubscribers, ReasonCode.Success);
    }

    [Fact]
    public async Task A_lost_session_means_publishing_anew_and_subscribing_again()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, Lasting);
        TaskCompletionSource<(string, ReasonCode)> lost = new();
        client.SubscriptionLost += (subscription, reason) => lost.SetResult((subscription.Filter, reason));
        Task<SubackPacket> subscribing = client.SubscribeAsync([new() { Filter = "a" }, new() { Filter = "b" }], identifier: 5);
        ushort id = (await server.ReadAsync<SubscribePacket>()).PacketId;
        await server.SendAsync(new SubackPacket { PacketId = id, Reasons = [ReasonCode.Success, ReasonCode.Success] });
        await subscribing.Soon();
        Task<PublishResult> publishing = client.PublishAsync("x", default, MqttQos.ExactlyOnce).AsTask();
        await server.ReadAsync<TestPublish>();
        server.Dispose();

        ScriptedConnection next = await Server.WelcomeAsync();
        SubscribePacket renewed = await next.ReadAsync<SubscribePacket>();
        renewed.Subscriptions.Select(subscription => subscription.Filter).Should().Equal("a", "b");
        renewed.SubscriptionIdentifier.Should().Be(5);
        (await next.ReadAsync<TestPublish>()).Duplicate.Should().BeFalse("this session never saw it");
        await next.SendAsync(new SubackPacket { PacketId = renewed.PacketId, Reasons = [ReasonCode.Success, ReasonCode.NotAuthorized] });
        (await lost.Task.Soon()).Should().Be(("b", ReasonCode.NotAuthorized));
        publishing.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task A_caller_who_wants_no_second_sending_learns_that_the_session_is_lost()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, options => Lasting(options) with { ResendWhenSessionLost = false });
        Task<PublishResult> publishing = client.PublishAsync("x", default, MqttQos.AtLeastOnce).AsTask();
        await server.ReadAsync<TestPublish>();
        server.Dispose();
        await Server.WelcomeAsync();
        await publishing.FailsAsync(MqttClientError.SessionLost);
    }

    [Fact]
    public async Task A_decision_made_without_a_connection_answers_the_redelivery_and_nothing_is_delivered_twice()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, Lasting);
        TestPublish publish = new() { Topic = "a", Qos = MqttQos.ExactlyOnce, PacketId = 7, Payload = [1] };
        await server.SendAsync(publish);
        MqttReceivedMessage message = (await client.TakeAsync(1, acknowledge: false))[0];
        server.Dispose();
        ScriptedConnection next = await Server.AcceptAsync();
        await message.AcknowledgeAsync();
        await next.SendAsync(Resumed);
        await next.SendAsync(publish with { Duplicate = true });
        (await next.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubrec, 7));
        await next.SendAsync(publish with { Duplicate = true });
        (await next.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubrec, 7));
        await next.AckAsync(MqttPacketType.Pubrel, 7);
        (await next.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubcomp, 7));
        await next.SendAsync(new TestPublish { Topic = "end" });
        (await client.TakeAsync()).Topic.Should().Be("end");
    }

    [Fact]
    public async Task An_identifier_that_a_broker_uses_anew_after_it_forgot_the_end_of_an_exchange_costs_no_message()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, Lasting);
        TestPublish publish = new() { Topic = "a", Qos = MqttQos.ExactlyOnce, PacketId = 7, Payload = [1] };
        await server.SendAsync(publish);
        await client.TakeAsync(1);
        (await server.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubrec, 7));
        server.Dispose(); // No PUBREL came.
        ScriptedConnection next = await Server.AcceptAsync();
        await next.SendAsync(Resumed);
        await next.SendAsync(publish with { Payload = [2] });
        (await client.TakeAsync(1))[0].Payload.ToArray().Should().Equal(2);
        (await next.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubrec, 7));
        await next.SendAsync(publish with { Payload = [2], Duplicate = true });
        (await next.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubrec, 7));
        await next.AckAsync(MqttPacketType.Pubrel, 7);
        (await next.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubcomp, 7));
        await next.SendAsync(new TestPublish { Topic = "end" });
        (await client.TakeAsync()).Topic.Should().Be("end");
    }

    [Fact]
    public async Task An_abandoned_QoS_2_exchange_is_finished_before_its_identifier_is_used_again()
    {
        (MqttClient client, ScriptedConnection server) = await ConnectAsync(null, options => options with { SessionExpiryInterval = 600 });
        Task<PublishResult> publishing = client.PublishAsync("x", default, MqttQos.ExactlyOnce).AsTask();
        ushort id = (await server.ReadAsync<TestPublish>()).PacketId;
        server.Dispose();
        await publishing.FailsAsync(MqttClientError.ConnectionLost);
        await client.DisconnectAsync().Soon(); // Waits for the end of the first run.
        Task connecting = client.ConnectAsync();
        ScriptedConnection next = await Server.WelcomeAsync(Resumed);
        await connecting.Soon();
        (await next.ReadAckAsync()).Should().BeEquivalentTo(new TestAck(MqttPacketType.Pubrel, id));
    }
}

using Ota.Mqtt.Broker;

namespace Ota.Mqtt.Tests.Broker;

public sealed class HookTests
{
    [Fact]
    public async Task Authentication_refuses_with_its_reason_in_both_versions()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.Authenticate = (request, _) => new(
            request.Packet.UserName == "good" ? MqttConnectDecision.Accepted : MqttConnectDecision.Refuse(ReasonCode.NotAuthorized, "no")));
        foreach (MqttProtocolVersion version in new[] { MqttProtocolVersion.V311, MqttProtocolVersion.V500 })
        {
            using TestClient client = await host.OpenAsync(version);
            await client.SendAsync(new ConnectPacket { Version = version, ClientId = "x", UserName = "bad" });
            ConnackPacket refusal = await client.ReceiveAsync<ConnackPacket>();
            refusal.Reason.Should().Be(ReasonCode.NotAuthorized);
            refusal.ReasonString.Should().Be(version == MqttProtocolVersion.V311 ? null : "no");
            (await client.ReceiveAsync()).Should().BeNull();
        }
        using TestClient good = await host.ConnectAsync(new ConnectPacket { UserName = "good" });
    }

    [Fact]
    public async Task A_client_may_do_what_the_patterns_say_and_nothing_else()
    {
        TopicAccessPolicy policy = new(["v1/%u/up/#"], ["v1/%u/down/#", "c/%c"]);
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.Access = policy.For);
        using TestClient client = await host.ConnectAsync(new ConnectPacket { ClientId = "id", UserName = "me" });
        (await client.SubscribeAsync("v1/me/down/ota")).Reasons.Should().Equal(ReasonCode.Success);
        (await client.SubscribeAsync("$share/g/v1/me/down/+")).Reasons.Should().Equal(ReasonCode.Success);
        (await client.SubscribeAsync("c/id")).Reasons.Should().Equal(ReasonCode.Success);
        foreach (string filter in new[] { "v1/you/down/ota", "v1/+/down/ota", "#", "v1/me/#", "v1/me/up", "+/id" })
            (await client.SubscribeAsync(filter)).Reasons.Should().Equal(ReasonCode.NotAuthorized);
        await client.PublishAsync("v1/me/up/tm", "x", MqttQos.AtLeastOnce, 1);
        (await client.ReceiveAsync<TestAck>()).Reason.Should().Be(ReasonCode.NoMatchingSubscribers);
        await client.PublishAsync("v1/you/up/tm", "x", MqttQos.AtLeastOnce, 2);
        (await client.ReceiveAsync<TestAck>()).Reason.Should().Be(ReasonCode.NotAuthorized);
    }

    [Theory]
    [InlineData("+")]
    [InlineData("a/b")]
    [InlineData("#")]
    public void A_name_that_would_widen_a_pattern_allows_nothing(string name)
    {
        ITopicAccess access = new TopicAccessPolicy(["v1/%u/up"], ["v1/%u/#"]).For(new MqttClientInfo { ClientId = "c", UserName = name });
        access.MayPublish("v1/x/up"u8).Should().BeFalse();
        access.MaySubscribe("v1/x/down"u8).Should().BeFalse();
        access.MaySubscribe("v1/#"u8).Should().BeFalse();
    }

    [Fact]
    public async Task Answers_leave_in_the_order_of_arrival_when_they_are_completed_in_another()
    {
        HeldPublishes held = new();
        await using BrokerHost host = await StartAsync(held);
        using TestClient client = await host.ConnectAsync();
        await client.SendAsync(
            TestClient.Message("in/1", "a", MqttQos.AtLeastOnce, 1),
            TestClient.Message("in/2", "b", MqttQos.ExactlyOnce, 2),
            TestClient.Message("out", "c", MqttQos.AtLeastOnce, 3),
            MqttPacketType.Pingreq);
        (await client.ReceiveAsync()).Should().Be(MqttPacketType.Pingresp, "the connection goes on reading");
        InterceptedPublish first = await held.NextAsync();
        InterceptedPublish second = await held.NextAsync();
        second.Complete(ReasonCode.QuotaExceeded);
        await client.PingAsync();
        first.Complete();
        (await client.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Puback, 1));
        (await client.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Pubrec, 2, ReasonCode.QuotaExceeded));
        (await client.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Puback, 3, ReasonCode.NoMatchingSubscribers));
        first.Invoking(publish => publish.Complete()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public async Task A_QoS_2_message_that_comes_again_on_another_connection_is_not_handed_over_twice()
    {
        HeldPublishes held = new();
        await using BrokerHost host = await StartAsync(held);
        ConnectPacket connect = new() { ClientId = "s", CleanStart = false, SessionExpiryInterval = 100 };
        TestPublish message = TestClient.Message("in", "a", MqttQos.ExactlyOnce, 9);
        InterceptedPublish publish;
        using (TestClient client = await host.ConnectAsync(connect))
        {
            await client.SendAsync(message);
            publish = await held.NextAsync();
        }
        using TestClient back = await host.ConnectAsync(connect);
        await back.SendAsync(message with { Duplicate = true });
        await back.PingAsync();
        publish.Complete();
        (await back.ReceiveAsync<TestAck>()).Should().Be(new TestAck(MqttPacketType.Pubrec, 9));
        held.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_connection_over_its_byte_budget_is_not_read_until_something_is_completed()
    {
        HeldPublishes held = new();
        await using BrokerHost host = await StartAsync(held, options => options.MaxInterceptedBytes = 10);
        using TestClient client = await host.ConnectAsync();
        await client.SendAsync(
            TestClient.Message("in", "0123456789", MqttQos.AtLeastOnce, 1),
            TestClient.Message("in", "second", MqttQos.AtLeastOnce, 2));
        InterceptedPublish first = await held.NextAsync();
        held.Count.Should().Be(0);
        first.Complete();
        (await held.NextAsync()).Complete();
        (await client.ReceiveAsync<TestAck>()).PacketId.Should().Be(1);
        (await client.ReceiveAsync<TestAck>()).PacketId.Should().Be(2);
    }

    [Fact]
    public async Task A_failure_closes_a_connection_of_3_1_1_so_that_the_client_sends_again()
    {
        HeldPublishes held = new();
        await using BrokerHost host = await StartAsync(held);
        using TestClient client = await host.ConnectAsync(new ConnectPacket { Version = MqttProtocolVersion.V311 });
        await client.PublishAsync("in", "x", MqttQos.AtLeastOnce, 1);
        (await held.NextAsync()).Complete(ReasonCode.UnspecifiedError);
        (await client.ReceiveAsync()).Should().BeNull();
    }

    private static Task<BrokerHost> StartAsync(HeldPublishes held, Action<MqttBrokerOptions>? configure = null) => BrokerHost.StartAsync(options =>
    {
        options.Interceptions = [new MqttInterception("in/#", held)];
        configure?.Invoke(options);
    });
}

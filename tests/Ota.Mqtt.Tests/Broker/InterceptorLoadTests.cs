using Ota.Mqtt.Broker;

namespace Ota.Mqtt.Tests.Broker;

/// <summary>Many connections publish to a topic whose handler is slow, answers in another order and refuses some.</summary>
public sealed class InterceptorLoadTests
{
    private const int Connections = 40;
    private const int Each = 150;
    private const int Window = 10;

    [Fact]
    public async Task Each_connection_gets_its_answers_in_its_own_order_and_never_has_more_handled_than_the_receive_maximum()
    {
        await using ShuffledPublishes handler = new(1);
        await using BrokerHost host = await StartAsync(handler);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(number => Task.Run(async () =>
        {
            using TestClient client = await host.ConnectAsync(new ConnectPacket { ClientId = $"load-{number}" });
            client.Connack.ReceiveMaximum.Should().Be(Window);
            await ExchangeAsync(client, new Random(number));
        })));
        handler.Handled.Should().HaveCount(Connections * Each).And.OnlyHaveUniqueItems();
        handler.Most.Should().BeInRange(2, Window);
    }

    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task A_client_that_goes_over_the_receive_maximum_is_told_and_the_others_go_on(MqttQos qos)
    {
        HeldPublishes held = new();
        await using BrokerHost host = await BrokerHost.StartAsync(options =>
        {
            options.ReceiveMaximum = Window;
            options.Interceptions = [new MqttInterception("in/#", held)];
        });
        using TestClient greedy = await host.ConnectAsync();
        using TestClient modest = await host.ConnectAsync();
        await greedy.SendAsync([.. Enumerable.Range(1, Window + 1).Select(id => (object)TestClient.Message("in", "x", qos, (ushort)id))]);
        await greedy.EndsAsync(ReasonCode.ReceiveMaximumExceeded);
        await modest.PublishAsync("in", "y", qos, 1);
        for (int i = 0; i <= Window; i++)
            (await held.NextAsync()).Complete(); // Those of the lost connection too.
        (await modest.ReceiveAsync<TestAck>()).PacketId.Should().Be(1);
    }

    [Fact]
    public async Task Connections_that_die_while_their_messages_are_handled_get_the_rest_of_their_answers_when_they_come_back()
    {
        await using ShuffledPublishes handler = new(2);
        await using BrokerHost host = await StartAsync(handler);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(number => Task.Run(() => ExchangeWithDeathsAsync(host, number))));
        string[] distinct = [.. handler.Handled.Distinct()];
        distinct.Should().HaveCount(Connections * Each, "each was handled, those that came twice by QoS 1 too");
        handler.Handled.Where(message => message.Contains("good two", StringComparison.Ordinal))
            .Should().OnlyHaveUniqueItems("QoS 2 is handed over once, however often it is sent, unless it was refused (MQTT-4.3.3-9)");
    }

    /// <summary>Sends as much as the window allows and checks that the first answers of QoS 1 and 2 come in order and with the right code.</summary>
    private static async Task ExchangeAsync(TestClient client, Random random)
    {
        Queue<(ushort Id, MqttQos Qos, bool IsBad)> sent = [];
        HashSet<ushort> unfinished = [];
        int next = 0;
        while (next < Each || unfinished.Count > 0)
        {
            List<object> packets = [];
            for (; next < Each && unfinished.Count < Window; next++)
            {
                TestPublish message = Message(next, random);
                packets.Add(message);
                sent.Enqueue((message.PacketId, message.Qos, IsBad(message)));
                unfinished.Add(message.PacketId);
            }
            if (packets.Count > 0)
                await client.SendAsync([.. packets]);
            TestAck ack = await client.ReceiveAsync<TestAck>();
            if (ack.Type == MqttPacketType.Pubcomp)
            {
                unfinished.Remove(ack.PacketId).Should().BeTrue();
                continue;
            }
            (ushort id, MqttQos qos, bool isBad) = sent.Dequeue();
            ack.Should().Be(new TestAck(
                qos == MqttQos.AtLeastOnce ? MqttPacketType.Puback : MqttPacketType.Pubrec, id, isBad ? ReasonCode.QuotaExceeded : ReasonCode.Success));
            if (ack.Type == MqttPacketType.Pubrec && !isBad)
                await client.SendAsync(new TestAck(MqttPacketType.Pubrel, id));
            else
                unfinished.Remove(id);
        }
    }

    /// <summary>Every window is cut off once in the middle: sent, some answers read, then sent again on another connection.</summary>
    private static async Task ExchangeWithDeathsAsync(BrokerHost host, int number)
    {
        Random random = new(number);
        ConnectPacket connect = new() { ClientId = $"mortal-{number}", CleanStart = false, SessionExpiryInterval = 1000 };
        for (int first = 0; first < Each; first += Window)
        {
            List<TestPublish> open = [.. Enumerable.Range(first, Window).Select(i => Message(i, random))];
            HashSet<ushort> released = [];
            using (TestClient client = await host.ConnectAsync(connect))
            {
                await client.SendAsync([.. open]);
                for (int i = random.Next(Window); i > 0; i--)
                    Finish(await client.ReceiveAsync<TestAck>(), open, released);
            }
            using TestClient back = await host.ConnectAsync(connect);
            back.Connack.SessionPresent.Should().BeTrue();
            await back.SendAsync([
                .. released.Select(id => new TestAck(MqttPacketType.Pubrel, id)),
                .. open.Where(message => !released.Contains(message.PacketId)).Select(message => message with { Duplicate = true })]);
            while (open.Count > 0)
            {
                TestAck ack = await back.ReceiveAsync<TestAck>();
                Finish(ack, open, released);
                if (ack.Type == MqttPacketType.Pubrec && !ack.Reason.IsFailure())
                    await back.SendAsync(new TestAck(MqttPacketType.Pubrel, ack.PacketId));
            }
        }
    }

    private static void Finish(TestAck ack, List<TestPublish> open, HashSet<ushort> released)
    {
        if (ack.Type == MqttPacketType.Pubrec && !ack.Reason.IsFailure())
            released.Add(ack.PacketId);
        else
            open.RemoveAll(message => message.PacketId == ack.PacketId).Should().Be(1);
    }

    private static TestPublish Message(int number, Random random)
    {
        MqttQos qos = random.Next(2) == 0 ? MqttQos.AtLeastOnce : MqttQos.ExactlyOnce;
        string mood = random.Next(7) == 0 ? "bad" : "good";
        return TestClient.Message(
            "in/x", $"{mood} {(qos == MqttQos.AtLeastOnce ? "one" : "two")} {number}", qos, (ushort)(number + 1));
    }

    private static bool IsBad(TestPublish message) => ShuffledPublishes.IsBad(System.Text.Encoding.UTF8.GetString(message.Payload));

    private static Task<BrokerHost> StartAsync(ShuffledPublishes handler) => BrokerHost.StartAsync(options =>
    {
        options.ReceiveMaximum = Window;
        options.Interceptions = [new MqttInterception("in/#", handler)];
    });
}

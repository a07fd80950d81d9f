using Ota.Mqtt.Client;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Client;

/// <summary>
/// What is promised with a broker that keeps its sessions in memory: a kill loses what it had acknowledged and not yet delivered, and
/// nothing that it had not acknowledged.
/// </summary>
public sealed class OwnBrokerCrashTests() : CrashSuite(new OwnBroker())
{
    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_killed_broker_comes_back_without_the_session_and_says_so_and_the_client_subscribes_again(MqttProtocolVersion version, MqttQos qos)
    {
        await using MqttClient client = new(Options("client", version));
        List<bool> present = [];
        client.Connected += connack => present.Add(connack.SessionPresent);
        await client.ConnectAsync().Soon();
        await client.SubscribeAsync("stream", qos).Soon();
        await Broker.KillAsync();
        await Broker.StartAsync();
        await CatchUpAsync(client);
        present.Should().Equal(false, false);
        await client.PublishAsync("stream", "x"u8.ToArray(), qos).Soon();
        (await client.TakeAsync()).Topic.Should().Be("stream");
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_publish_that_a_broker_killed_in_any_phase_has_not_acknowledged_is_delivered_at_least_once_by_its_next_run(
        MqttProtocolVersion version, MqttQos qos)
    {
        await using MqttClient watcher = new(Options("watcher", version));
        await watcher.ConnectAsync().Soon();
        await watcher.SubscribeAsync("phase/#", qos).Soon();
        (bool Up, int At)[] phases = await PhasesAsync(version, qos);
        for (int phase = 0; phase < phases.Length; phase++)
        {
            await using CuttingProxy proxy = new(Broker.Port);
            proxy.CutNext(phases[phase].Up, phases[phase].At);
            HeldReconnect transport = new(proxy.Port, Broker.Port);
            await using MqttClient publisher = new(Options($"phase-{phase}", version) with { OpenTransport = transport.ConnectAsync });
            await publisher.ConnectAsync().Soon();
            Task<PublishResult> publishing = publisher.PublishAsync($"phase/{phase}", "x"u8.ToArray(), qos).AsTask();
            await transport.IsHeld.Soon();
            await Broker.KillAsync();
            await Broker.StartAsync();
            await CatchUpAsync(watcher);
            publishing.IsCompleted.Should().BeFalse("nothing has acknowledged it");
            transport.Release();
            (await publishing.Soon()).IsSuccess.Should().BeTrue();
            await ExpectAsync(watcher, qos, $"phase/{phase}");
        }
    }

    /// <summary>
    /// Where to cut, one byte into the packet that then does not arrive: PUBLISH, its answer, PUBREL, its answer.
    /// </summary>
    private async Task<(bool Up, int At)[]> PhasesAsync(MqttProtocolVersion version, MqttQos qos)
    {
        await using CuttingProxy proxy = new(Broker.Port);
        await using MqttClient client = new(Options("phase-0", version) with { Port = proxy.Port });
        await client.ConnectAsync().Soon();
        (int up, int down) = (proxy.ToServer, proxy.ToClient);
        await client.PublishAsync("other/0", "x"u8.ToArray(), qos).Soon();
        const int Ack = 4; // Without a reason, which a release never has here.
        (bool, int)[] first = [(true, up + 1), (false, down + 1)];
        return qos == MqttQos.AtLeastOnce ? first : [.. first, (true, proxy.ToServer - Ack + 1), (false, proxy.ToClient - Ack + 1)];
    }

    private static async Task ExpectAsync(MqttClient watcher, MqttQos qos, string topic)
    {
        await watcher.PublishAsync("phase/marker", default, qos).Soon();
        List<string> topics = [];
        while (!topics.Contains("phase/marker"))
            topics.Add((await watcher.TakeAsync()).Topic);
        topics.Remove("phase/marker");
        topics.Should().Contain(topic).And.OnlyContain(other => other == topic);
    }
}

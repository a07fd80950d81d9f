using Ota.Mqtt.Client;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Client;

/// <summary>
/// The connection is cut after every number of bytes, in both directions, of an exchange with a real broker: nothing is lost, and at
/// QoS 2 nothing comes twice.
/// </summary>
public abstract class CuttingSuite(BrokerProcess broker) : IAsyncLifetime
{
    public static TheoryData<MqttProtocolVersion, MqttQos> Exchanges => new()
    {
        { MqttProtocolVersion.V311, MqttQos.AtLeastOnce },
        { MqttProtocolVersion.V311, MqttQos.ExactlyOnce },
        { MqttProtocolVersion.V500, MqttQos.AtLeastOnce },
        { MqttProtocolVersion.V500, MqttQos.ExactlyOnce },
    };

    public Task InitializeAsync() => broker.StartAsync();

    public async Task DisposeAsync() => await broker.DisposeAsync();

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task A_publish_survives_a_cut_at_every_byte(MqttProtocolVersion version, MqttQos qos)
    {
        await using MqttClient watcher = await WatchAsync(version, qos);
        (int toServer, int toClient) = await MeasureAsync(version, port => PublishAsync(port, version, qos, "same-6"), watcher);
        foreach ((bool up, int at) in Cuts(toServer, toClient))
        {
            string name = $"{(up ? "up" : "dn")}-{at:000}";
            await using CuttingProxy proxy = new(broker.Port);
            proxy.CutNext(up, at);
            await PublishAsync(proxy.Port, version, qos, name);
            proxy.Connections.Should().BeGreaterThan(1, $"{name} cut something");
            await ExpectAsync(watcher, qos, name);
        }
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task A_delivery_survives_a_cut_at_every_byte(MqttProtocolVersion version, MqttQos qos)
    {
        await using MqttClient publisher = new(Options(broker.Port, version, "publisher"));
        await publisher.ConnectAsync().Soon();
        (int toServer, int toClient) = await MeasureAsync(version, port => DeliverAsync(publisher, port, version, qos, "same-6"), null);
        foreach ((bool up, int at) in Cuts(toServer, toClient))
        {
            string name = $"{(up ? "up" : "dn")}-{at:000}";
            await using CuttingProxy proxy = new(broker.Port);
            proxy.CutNext(up, at);
            await DeliverAsync(publisher, proxy.Port, version, qos, name);
        }
    }

    private static IEnumerable<(bool Up, int At)> Cuts(int toServer, int toClient) =>
        Enumerable.Range(0, toServer).Select(at => (true, at)).Concat(Enumerable.Range(0, toClient).Select(at => (false, at)));

    private static async Task PublishAsync(int port, MqttProtocolVersion version, MqttQos qos, string name)
    {
        await using MqttClient client = new(Options(port, version, name));
        await client.ConnectAsync().Soon();
        PublishResult result = await client.PublishAsync($"cut/{name}", "x"u8.ToArray(), qos).Soon();
        result.IsSuccess.Should().BeTrue($"{name} is acknowledged");
    }

    /// <summary>The one message, and behind it a marker that shows that nothing else comes.</summary>
    private static async Task DeliverAsync(MqttClient publisher, int port, MqttProtocolVersion version, MqttQos qos, string name)
    {
        await using MqttClient client = new(Options(port, version, $"in-{name}"));
        await client.ConnectAsync().Soon();
        await client.SubscribeAsync($"in/{name}", qos).Soon();
        await publisher.PublishAsync($"in/{name}", "one"u8.ToArray(), qos).Soon();
        await publisher.PublishAsync($"in/{name}", "end"u8.ToArray(), qos).Soon();
        List<string> seen = [];
        while (!seen.Contains("end"))
            seen.Add(System.Text.Encoding.UTF8.GetString((await client.TakeAsync()).Payload.Span));
        if (qos == MqttQos.ExactlyOnce)
            seen.Should().Equal(["one", "end"], $"{name} comes once");
        else
            seen.Distinct().Should().Equal(["one", "end"], $"{name} comes in order");
    }

    /// <summary>Reads up to a marker, so that a second copy would be seen.</summary>
    private static async Task ExpectAsync(MqttClient watcher, MqttQos qos, string name)
    {
        await watcher.PublishAsync("cut/marker", default, qos).Soon();
        List<string> topics = [];
        while (!topics.Contains("cut/marker"))
            topics.Add((await watcher.TakeAsync()).Topic);
        topics.Remove("cut/marker");
        topics.Should().Contain($"cut/{name}").And.OnlyContain(topic => topic == $"cut/{name}");
        if (qos == MqttQos.ExactlyOnce)
            topics.Should().HaveCount(1, $"{name} arrives exactly once");
    }

    private static MqttClientOptions Options(int port, MqttProtocolVersion version, string id) => new()
    {
        Port = port,
        Version = version,
        ClientId = id,
        CleanStart = false,
        SessionExpiryInterval = 600,
        Reconnect = new ReconnectPolicy { InitialDelay = TimeSpan.FromMilliseconds(1), MaximumAttempts = 20, RetryFirst = true },
    };

    private async Task<MqttClient> WatchAsync(MqttProtocolVersion version, MqttQos qos)
    {
        MqttClient watcher = new(Options(broker.Port, version, "watcher"));
        await watcher.ConnectAsync().Soon();
        await watcher.SubscribeAsync("cut/#", qos).Soon();
        return watcher;
    }

    private async Task<(int ToServer, int ToClient)> MeasureAsync(
        MqttProtocolVersion version, Func<int, Task> exchange, MqttClient? watcher)
    {
        await using CuttingProxy proxy = new(broker.Port);
        await exchange(proxy.Port);
        if (watcher is not null)
            await watcher.TakeAsync();
        int farewell = version == MqttProtocolVersion.V500 ? 4 : 2; // DISCONNECT comes after the exchange, so its loss costs nothing.
        return (proxy.ToServer - farewell, proxy.ToClient);
    }
}

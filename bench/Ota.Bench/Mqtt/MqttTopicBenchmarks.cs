using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Mqtt;
using Ota.Mqtt.Broker;

namespace Ota.Bench.Mqtt;

/// <summary>
/// Who gets a message, with a subscription of each of 1,000 vehicles and one that matches. Budget 50 ns for a topic that was seen since the
/// last change, 500 ns for another.
/// </summary>
[MemoryDiagnoser]
public class MqttTopicBenchmarks
{
    private const int Vehicles = 1000;

    private readonly byte[] _filter = [.. "v1/+/up/#"u8];
    private readonly byte[][] _topics = [.. Enumerable.Range(0, Vehicles).Select(vehicle => Encoding.UTF8.GetBytes($"v1/{vehicle}/up/tm"))];
    private readonly MqttBroker _remembering = NewBroker(cachedTopics: 32 * 1024);
    private readonly MqttBroker _forgetting = NewBroker(cachedTopics: 0);

    [Benchmark]
    public int MatchKnownTopic() => _remembering.Tree.Match("v1/500/up/tm"u8).Direct.Length;

    [Benchmark(OperationsPerInvoke = Vehicles)]
    public int MatchNewTopic()
    {
        int receivers = 0;
        foreach (byte[] topic in _topics)
            receivers += _forgetting.Tree.Match(topic).Direct.Length;
        return receivers;
    }

    [Benchmark]
    public bool MatchOneFilter() => TopicFilter.Matches(_filter, "v1/500/up/tm"u8);

    private static MqttBroker NewBroker(int cachedTopics)
    {
        MqttBroker broker = new(new MqttBrokerOptions { CachedTopics = cachedTopics }, TimeProvider.System, NullLogger<MqttBroker>.Instance);
        for (int vehicle = 0; vehicle < Vehicles; vehicle++)
            _ = new InMemoryClient(broker, $"vehicle-{vehicle}", $"v1/{vehicle}/down/#");
        _ = new InMemoryClient(broker, "backend", "v1/+/up/#");
        return broker;
    }
}

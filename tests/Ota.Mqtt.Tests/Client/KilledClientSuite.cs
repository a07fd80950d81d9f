using System.Globalization;
using System.Text;
using Ota.Mqtt.Client;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Client;

/// <summary>Our client in a process of its own, killed (SIGKILL) in the middle of a stream, while the broker lives on.</summary>
public abstract class KilledClientSuite(BrokerProcess broker) : IAsyncLifetime
{
    private const int Runs = 3;
    private const int Each = 100;

    public static TheoryData<MqttProtocolVersion, MqttQos> Streams => CuttingSuite.Exchanges;

    public Task InitializeAsync() => broker.StartAsync();

    public async Task DisposeAsync() => await broker.DisposeAsync();

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_killed_subscriber_misses_nothing_and_what_it_may_have_seen_comes_again_with_DUP(MqttProtocolVersion version, MqttQos qos)
    {
        await using MqttClient publisher = await ConnectAsync(version, "publisher");
        List<Task<PublishResult>> publishing = [];
        HashSet<int> seen = [];
        for (int run = 1; run <= Runs; run++)
        {
            PeerProcess subscriber = Start("subscribe", version, qos, "subscriber");
            await using (subscriber)
            {
                (await subscriber.LineAsync("SUBSCRIBED ")).Should().Be($"{run > 1}", "the session is kept");
                // Half as many again are on their way when it dies.
                int end = run == Runs ? Runs * Each : (run * Each) + (Each / 2);
                IEnumerable<int> numbers = Enumerable.Range(publishing.Count, end - publishing.Count);
                publishing.AddRange((run == Runs ? numbers.Append(-1) : numbers)
                    .Select(i => publisher.PublishAsync("stream", Encoding.UTF8.GetBytes($"{i}"), qos).AsTask()));
                int last = run == Runs ? -1 : run * Each;
                await subscriber.LinesUntilAsync(line => line.StartsWith($"SEEN {last} ", StringComparison.Ordinal));
            }
            (int Number, bool IsDuplicate)[] printed = [.. Lines(subscriber, "SEEN ").Select(words => (Number(words[1]), bool.Parse(words[2])))];
            printed.Should().NotContain(message => seen.Contains(message.Number) && !message.IsDuplicate);
            printed.Select(message => message.Number).Should().OnlyHaveUniqueItems("one connection gets nothing twice");
            seen.UnionWith(printed.Select(message => message.Number));
        }
        (await Task.WhenAll(publishing).Soon()).Should().OnlyContain(result => result.IsSuccess);
        seen.Should().BeEquivalentTo(Enumerable.Range(-1, (Runs * Each) + 1));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task What_a_killed_publisher_knew_to_be_acknowledged_has_arrived_and_nothing_came_twice(MqttProtocolVersion version, MqttQos qos)
    {
        await using MqttClient watcher = await ConnectAsync(version, "watcher");
        await watcher.SubscribeAsync("stream", qos).Soon();
        Task<List<int>> reading = ReadAsync(watcher);
        List<int> acknowledged = [];
        for (int run = 0; run < Runs; run++)
        {
            int from = run * 10_000;
            PeerProcess publisher = Start("publish", version, qos, "killed", $"{from}", "2000");
            await using (publisher)
                await publisher.LineAsync($"ACKED {from + Each}");
            acknowledged.AddRange(Lines(publisher, "ACKED ").Select(words => Number(words[1])));
        }
        await watcher.PublishAsync("stream", "-1"u8.ToArray(), qos).Soon();
        List<int> seen = await reading.Soon();
        seen.Should().OnlyHaveUniqueItems().And.Contain(acknowledged);
        acknowledged.Should().HaveCountGreaterThanOrEqualTo(Runs);
    }

    private static async Task<List<int>> ReadAsync(MqttClient watcher)
    {
        List<int> seen = [];
        await foreach (MqttReceivedMessage message in watcher.ReadMessagesAsync())
        {
            await message.AcknowledgeAsync();
            int number = Number(Encoding.UTF8.GetString(message.Payload.Span));
            if (number < 0)
                return seen;
            seen.Add(number);
        }
        return seen;
    }

    /// <summary>All that a killed process has printed.</summary>
    private static IEnumerable<string[]> Lines(PeerProcess process, string word) =>
        process.Output.Split('\n').Where(line => line.StartsWith(word, StringComparison.Ordinal)).Select(line => line.Split(' '));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private PeerProcess Start(string role, MqttProtocolVersion version, MqttQos qos, string id, params string[] more) =>
        PeerProcess.Start(new PeerProgram("dotnet", BuiltProgram.Mqtt), [role, $"{broker.Port}", $"{version}", $"{qos}", id, .. more]);

    private async Task<MqttClient> ConnectAsync(MqttProtocolVersion version, string id)
    {
        MqttClient client = new(new MqttClientOptions
        {
            Port = broker.Port,
            Version = version,
            ClientId = id,
        });
        await client.ConnectAsync().Soon();
        return client;
    }
}

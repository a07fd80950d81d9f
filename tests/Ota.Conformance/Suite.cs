using System.Runtime.CompilerServices;
using System.Text;
using Xunit.Sdk;

namespace Ota.Conformance;

/// <summary>
/// What every suite stands on. The project tests any MQTT broker through its socket alone, with its own builder and parser
/// of packets (Wire/), and knows no code of ours. To run it:
/// <code>
/// dotnet test tests/Ota.Conformance                                            every suite against every broker of Brokers/
/// dotnet test tests/Ota.Conformance --filter Mosquitto                         against Debian's mosquitto only
/// OTA_CONFORMANCE_BROKER=host:1883 dotnet test tests/Ota.Conformance -p:OurBroker=true --filter OurBroker
///                                                                              against a broker that runs already
/// </code>
/// A suite is an abstract class, one for each feature; a broker has one subclass of each (Brokers/*Tests.cs). Each test is
/// tagged with the statements that it checks; ClauseTests counts them. A test that a broker is known to fail stands in the
/// broker's table of deviations and must fail as long as it stands there.
/// Nothing sleeps: that nothing comes is shown by a PINGRESP that comes first.
/// </summary>
public abstract class Suite(BrokerUnderTest broker) : IAsyncLifetime
{
    protected const int V4 = 4;
    protected const int V5 = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Enough for a packet that a known deviation never sends.</summary>
    private static readonly TimeSpan LittlePatience = TimeSpan.FromSeconds(3);

    private readonly List<RawClient> _clients = [];
    private readonly string _unique = $"t{Guid.NewGuid():N}"[..13];
    private TimeSpan _patience = Patience;
    private int _ids;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (RawClient client in _clients) await client.DisposeAsync();
    }

    /// <summary>Runs a test, or shows that the broker still fails it where its table says so.</summary>
    protected async Task Test(Func<Task> body, object? of = null, [CallerMemberName] string name = "")
    {
        Deviation? known = broker.Deviations.FirstOrDefault(row => row.Concerns(name, $"{of}"));
        if (known is null)
        {
            await body();
            return;
        }

        _patience = LittlePatience;
        Exception? failure = await Record.ExceptionAsync(body);
        if (failure is not (BrokerDeviationException or XunitException))
            throw new XunitException($"{name} should fail ({known.Clause}: {known.Reason}), but: {failure?.ToString() ?? "it passes"}");
    }

    /// <summary>How late the broker's timers may be.</summary>
    protected TimeSpan Slack => broker.Slack;

    /// <summary>The same with both versions at once, where the broker's timers make a test long.</summary>
    protected static Task EachVersionAsync(Func<int, Task> body) => Task.WhenAll(body(V4), body(V5));

    /// <summary>A topic or client id that no other test uses.</summary>
    protected string Own(string name) => $"{_unique}/{name}";

    protected string NewId() => $"{_unique}{Interlocked.Increment(ref _ids)}";

    protected static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A socket, and no CONNECT yet.</summary>
    protected async Task<RawClient> OpenAsync(int level = V5)
    {
        RawClient client = await RawClient.OpenAsync(broker.Host, broker.Port, level, _patience);
        lock (_clients) _clients.Add(client);
        return client;
    }

    protected async Task<RawClient> ConnectAsync(int level = V5, Connect? connect = null) =>
        (await ConnectWithAnswerAsync(level, connect)).Client;

    protected async Task<(RawClient Client, Received Connack)> ConnectWithAnswerAsync(int level = V5, Connect? connect = null)
    {
        RawClient client = await OpenAsync(level);
        Received connack = await client.ConnectAsync(connect ?? new Connect { ClientId = NewId() });
        return (client, connack);
    }

    protected async Task<RawClient> SubscriberAsync(int level, params Filter[] filters)
    {
        RawClient client = await ConnectAsync(level);
        await client.SubscribeAsync(filters);
        return client;
    }

    /// <summary>Publishes from a client of its own and waits until the broker has taken the message.</summary>
    protected async Task PublishAsync(int level, Publish publish)
    {
        RawClient client = await ConnectAsync(level);
        await client.PublishAsync(publish);
        await client.DisconnectAsync();
    }
}

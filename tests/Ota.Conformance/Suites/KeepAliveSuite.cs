using System.Diagnostics;

namespace Ota.Conformance.Suites;

/// <summary>Keep alive (3.1.2.10).</summary>
public abstract class KeepAliveSuite(BrokerUnderTest broker) : Suite(broker)
{
    /// <summary>A busy machine may keep a client from sending for some of them.</summary>
    private const int Seconds = 8;

    [Fact]
    [Clause("MQTT-3.1.2-22", "MQTT-3.2.2-22")]
    [Clause311("MQTT-3.1.2-24")]
    public Task CONNECT_with_keep_alive_is_followed_by_the_end_of_a_silent_connection() => Test(() => EachVersionAsync(async level =>
    {
        RawClient patient = await ConnectAsync(level, new Connect { ClientId = NewId(), KeepAlive = 600 });
        Stopwatch silence = Stopwatch.StartNew(); // Before CONNECT, where the broker's own count cannot have begun.
        RawClient client = await ConnectAsync(level, new Connect { ClientId = NewId(), KeepAlive = 1 });
        await client.ClosedAsync(Reason.KeepAliveTimeout);
        silence.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(1.4), "the client has one and a half times the keep alive");
        await patient.QuietAsync(); // It was this client's silence that ended, and not a time for all.
    }));

    [Fact]
    [Clause("MQTT-3.1.2-22")]
    [Clause311("MQTT-3.1.2-24")]
    public Task PINGREQ_in_time_keeps_the_connection() => Test(() => EachVersionAsync(async level =>
    {
        RawClient client = await ConnectAsync(level, new Connect { ClientId = NewId(), KeepAlive = Seconds });
        RawClient silent = await ConnectAsync(level, new Connect { ClientId = NewId(), KeepAlive = Seconds });
        using PeriodicTimer second = new(TimeSpan.FromMilliseconds(800));
        Task<Received?> end = silent.ClosedAsync();
        while (!end.IsCompleted && await second.WaitForNextTickAsync()) await client.QuietAsync();
        await end;
        await client.QuietAsync();
    }));

    [Fact]
    [Clause("MQTT-3.1.2-22")]
    [Clause311("MQTT-3.1.2-24")]
    public Task PUBLISH_in_time_keeps_the_connection_as_well() => Test(() => EachVersionAsync(async level =>
    {
        RawClient client = await ConnectAsync(level, new Connect { ClientId = NewId(), KeepAlive = Seconds });
        RawClient silent = await ConnectAsync(level, new Connect { ClientId = NewId(), KeepAlive = Seconds });
        using PeriodicTimer second = new(TimeSpan.FromMilliseconds(800));
        Task<Received?> end = silent.ClosedAsync();
        while (!end.IsCompleted && await second.WaitForNextTickAsync())
            await client.SendAsync(new Publish(Own("alive"), []));
        await end;
        await client.QuietAsync();
    }));

    [Fact]
    [Clause("MQTT-3.1.2-22")]
    [Clause311("MQTT-3.1.2-24")]
    public Task CONNECT_with_keep_alive_0_may_stay_silent() => Test(() => EachVersionAsync(async level =>
    {
        RawClient patient = await ConnectAsync(level, new Connect { ClientId = NewId(), KeepAlive = 0 });
        RawClient other = await ConnectAsync(level, new Connect { ClientId = NewId(), KeepAlive = 1 });
        await other.ClosedAsync();
        await patient.QuietAsync();
    }));
}

namespace Ota.Bench.Mqtt;

/// <summary>All rows, the telling ones first.</summary>
internal static class MqttRows
{
    // At full speed, so that a runtime that compiles as it goes has done so: fleets' brokers run for months.
    private const double WarmUpSeconds = 4;

    public const string Streams = "streams";

    public const string Fleet = "fleet";

    public const string Latency = "latency";

    public const string Connects = "connects";

    public const string Idle = "idle";

    public static readonly string[] Groups = [Streams, Fleet, Latency, Connects, Idle];

    private static readonly int[] Sizes = [100, 500];

    private static readonly int[] Connections = [50, 1, 1000];

    private static readonly int[] Qualities = [1, 0];

    private static readonly bool[] Transports = [false, true];

    // The second is what fits below the 20,000 descriptors of a process that many systems allow.
    private static readonly int[] IdleConnections = [10_000, 19_500];

    private static readonly (string Name, string? Filter)[] Subscribers =
    [
        ("", null),
        (", one subscriber", "load/#"),
        (", one shared subscriber", "$share/bench/load/#"),
    ];

    public static IEnumerable<MqttRow> All() => [.. StreamRows(), .. FleetRows(), .. LatencyRows(), .. ConnectRows(), .. IdleRows()];

    /// <summary>Many messages ahead of their acknowledgements: each read of the broker has many.</summary>
    private static IEnumerable<MqttRow> StreamRows() =>
        from size in Sizes
        from connections in Connections
        from qos in Qualities
        from subscriber in Subscribers
        select Throughput(
            Streams,
            subscriber.Name,
            new PublishLoad(qos, connections, size) { Filter = subscriber.Filter, Window = connections == 1 ? 1024 : 32, Nap = 200 });

    /// <summary>What telemetry looks like: each vehicle waits for its acknowledgement, so that each read has one message.</summary>
    private static IEnumerable<MqttRow> FleetRows()
    {
        foreach (int size in new[] { 500, 100 })
        {
            foreach ((string name, string? filter) in Subscribers)
                yield return Throughput(Fleet, name, new PublishLoad(1, 1000, size) { Filter = filter });
        }
        foreach ((string name, string? filter) in Subscribers)
            yield return Paced(Fleet, name, new PublishLoad(1, 1000, 500) { Filter = filter, Rate = 20_000 });
        yield return Throughput(Fleet, ", mTLS", new PublishLoad(1, 1000, 500) { IsTls = true });
    }

    /// <summary>At rates that every broker bears easily, one message at a time on each connection.</summary>
    private static IEnumerable<MqttRow> LatencyRows()
    {
        foreach ((int connections, int rate) in new[] { (1, 1000), (50, 10_000), (1000, 10_000) })
        {
            PublishLoad load = new(1, connections, 100) { Rate = rate };
            yield return Row(Latency, $"{NameOf(load)}, {rate:N0}/s", load, Figure.Ack99, Figure.AckMedian, Figure.Ack999, Figure.CpuPercent);
        }
    }

    /// <summary>TCP connect to CONNACK, then DISCONNECT, 100 at a time.</summary>
    private static IEnumerable<MqttRow> ConnectRows() =>
    [
        Connecting("plain", new ConnectLoad(PerSecond: 5000)),
        Connecting("mTLS 1.3", new ConnectLoad(PerSecond: 500) { IsTls = true }),
        Connecting("mTLS 1.3, resumed", new ConnectLoad(PerSecond: 500) { IsTls = true, IsResumed = true }),
    ];

    private static MqttRow Connecting(string name, ConnectLoad load) => new(Connects, name)
    {
        Shows = load.IsResumed ? [Figure.Rate, Figure.CpuMicros, Figure.ResumedPercent] : [Figure.Rate, Figure.CpuMicros],
        RunAsync = load.RunAsync,
        WarmUpAsync = run => load.RunAsync(run with { Seconds = 1 }),
        NeedsTls = load.IsTls,
    };

    private static IEnumerable<MqttRow> IdleRows() =>
        from isTls in Transports
        from connections in IdleConnections
        let load = new IdleLoad(connections, isTls)
        select new MqttRow(Idle, $"{connections:N0} connections, {(isTls ? "mTLS 1.3" : "plain")}")
        {
            Shows = [Figure.ResidentKilobytes, Figure.ProportionalKilobytes],
            RunAsync = load.RunAsync,
            WarmUpAsync = load.WarmUpAsync,
            NeedsTls = isTls,
            NeedsFreshBroker = true,
        };

    private static MqttRow Throughput(string group, string suffix, PublishLoad load) =>
        Row(group, $"{NameOf(load)}{suffix}", load, Figure.Rate, Figure.CpuMicros);

    private static MqttRow Paced(string group, string suffix, PublishLoad load) => Row(
        group, $"{NameOf(load)}, {load.Rate:N0}/s{suffix}", load, Figure.CpuPercent, Figure.AckMedian, Figure.Ack99, Figure.Ack999);

    private static string NameOf(PublishLoad load) =>
        $"QoS {load.Qos}, {load.Connections:N0} connection{(load.Connections == 1 ? "" : "s")}, {load.Size} B";

    private static MqttRow Row(string group, string name, PublishLoad load, params Figure[] shows) => new(group, name)
    {
        Shows = shows,
        RunAsync = load.RunAsync,
        WarmUpAsync = run => (load with { Rate = 0 }).RunAsync(run with { Seconds = WarmUpSeconds }),
        NeedsDelivery = load.Filter is not null,
        NeedsTls = load.IsTls,
    };
}

namespace Ota.Conformance.Brokers;

/// <summary>A broker that listens, and in what it is known not to follow the standard.</summary>
public sealed record BrokerUnderTest(string Host, int Port, IReadOnlyList<Deviation> Deviations)
{
    /// <summary>Where it takes WebSocket, if it does.</summary>
    public int WebPort { get; init; }

    /// <summary>How late its timers may be: it may look at them at intervals.</summary>
    public TimeSpan Slack { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>"host:port", as the environment gives it.</summary>
    public static BrokerUnderTest At(string address)
    {
        int colon = address.LastIndexOf(':');
        return new BrokerUnderTest(address[..colon], int.Parse(address.AsSpan(colon + 1)), []);
    }
}

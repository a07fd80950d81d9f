namespace Ota.Mqtt.Tests.Peers;

/// <summary>What a peer subscribes to, and as whom.</summary>
internal sealed record PeerSubscription(params string[] Filters)
{
    public int Qos { get; init; } = 2;

    public string Id { get; init; } = "";

    /// <summary>The session outlives the connection.</summary>
    public bool IsLasting { get; init; }

    /// <summary>The topic to which "gone" is published when the peer dies, with QoS 1.</summary>
    public string? WillTopic { get; init; }

    /// <summary>Topic aliases that the broker may use towards the peer.</summary>
    public int Aliases { get; init; }
}

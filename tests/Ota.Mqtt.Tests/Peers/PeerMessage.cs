namespace Ota.Mqtt.Tests.Peers;

/// <summary>What a peer publishes.</summary>
internal sealed record PeerMessage(string Topic, string Payload, int Qos)
{
    /// <summary>So many messages, with their number behind the payload; null is one without a number.</summary>
    public int? Repeat { get; init; }

    /// <summary>The file that is sent instead of the payload.</summary>
    public string? File { get; init; }

    public bool Retain { get; init; }

    /// <summary>Under the names that mosquitto's tools have for them.</summary>
    public IReadOnlyDictionary<string, object> Properties { get; init; } = new Dictionary<string, object>();
}

namespace Ota.Mqtt.Tests.Peers;

/// <summary>How a peer reaches the broker.</summary>
internal sealed record PeerLink(int Port, MqttProtocolVersion Version)
{
    /// <summary>Over WebSocket.</summary>
    public bool Web { get; init; }

    /// <summary>The files of the authority, and of certificate and key where there are any; none: without TLS.</summary>
    public IReadOnlyList<string> Tls { get; init; } = [];
}

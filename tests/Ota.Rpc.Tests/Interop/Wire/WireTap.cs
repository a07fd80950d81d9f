namespace Ota.Rpc.Tests.Interop.Wire;

/// <summary>Both directions of one HTTP/2 connection, listened to below HTTP/2 and above TLS.</summary>
internal sealed class WireTap
{
    public Http2Direction FromClient { get; } = new(fromClient: true);

    public Http2Direction FromServer { get; } = new(fromClient: false);
}

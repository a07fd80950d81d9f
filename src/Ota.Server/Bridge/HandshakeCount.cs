using Microsoft.AspNetCore.Connections;

namespace Ota.Server.Bridge;

/// <summary>
/// Counts connections that do not get through TLS: without a certificate, or with one that is not the fleet CA's or not in its time.
/// One step stands before TLS and one behind it.
/// </summary>
internal sealed class HandshakeCount(BridgeMetrics metrics)
{
    public ConnectionDelegate Begin(ConnectionDelegate next) => async connection =>
    {
        Handshake handshake = new();
        connection.Features.Set(handshake);
        await next(connection);
        if (!handshake.IsPassed) metrics.Refused(Refusal.Handshake);
    };

    public static ConnectionDelegate Pass(ConnectionDelegate next) => connection =>
    {
        connection.Features.Get<Handshake>()!.IsPassed = true;
        return next(connection);
    };

    private sealed class Handshake
    {
        public bool IsPassed { get; set; }
    }
}

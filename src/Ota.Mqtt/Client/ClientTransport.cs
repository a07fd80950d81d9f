using System.Net.Security;
using System.Net.Sockets;

namespace Ota.Mqtt.Client;

/// <summary>A stream to the server and, if this library opened it, the socket below.</summary>
internal sealed record ClientTransport(Stream Stream, Socket? Socket)
{
    /// <summary>Says that nothing more will be sent, so that the server reads the last packet before the connection is gone.</summary>
    public async Task ShutDownAsync()
    {
        if (Stream is SslStream secure)
            await secure.ShutdownAsync();
        Socket?.Shutdown(SocketShutdown.Send);
    }
}

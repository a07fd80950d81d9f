using System.Net.Security;
using System.Net.Sockets;

namespace Ota.Mqtt.Client;

/// <summary>Makes the transport: a socket, with TLS on it if wanted, or what the caller's own function gives.</summary>
internal static class Dialer
{
    public static async Task<ClientTransport> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        if (options.OpenTransport is { } open)
            return new ClientTransport(await open(cancellationToken), Socket: null);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }; // Writes are already joined where that helps.
        bool done = false;
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellationToken);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Tls is { } tls)
                stream = await SecureAsync(stream, tls, cancellationToken);
            done = true;
            return new ClientTransport(stream, socket);
        }
        finally
        {
            if (!done)
                socket.Dispose();
        }
    }

    private static async Task<Stream> SecureAsync(Stream stream, SslClientAuthenticationOptions tls, CancellationToken cancellationToken)
    {
        SslStream secure = new(stream, leaveInnerStreamOpen: false);
        await secure.AuthenticateAsClientAsync(tls, cancellationToken);
        return secure;
    }
}

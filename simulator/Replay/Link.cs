using System.Net.Security;
using System.Net.Sockets;

namespace Ota.Simulator.Replay;

/// <summary>A vehicle's way to the broker: it can be cut, or be gone for a while. The client above finds its own way back.</summary>
internal sealed class Link(string host, int port, SslClientAuthenticationOptions? tls) : IDisposable
{
    private readonly Lock _sync = new();
    private Socket? _socket;
    private bool _isOffline;

    /// <summary>Makes a connection.</summary>
    /// <exception cref="IOException">There is no network.</exception>
    public async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        lock (_sync)
        {
            if (_isOffline) throw new IOException("The vehicle has no network.");
            _socket?.Dispose();
            _socket = socket;
        }

        await socket.ConnectAsync(host, port, cancellationToken);
        NetworkStream stream = new(socket, ownsSocket: true);
        if (tls is null) return stream;
        SslStream secure = new(stream);
        await secure.AuthenticateAsClientAsync(tls, cancellationToken);
        return secure;
    }

    public void Cut()
    {
        lock (_sync) _socket?.Dispose();
    }

    public void GoOffline()
    {
        lock (_sync)
        {
            _isOffline = true;
            _socket?.Dispose();
        }
    }

    public void GoOnline()
    {
        lock (_sync) _isOffline = false;
    }

    public void Dispose() => GoOffline();
}

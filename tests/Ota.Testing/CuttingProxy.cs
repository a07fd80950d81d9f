using System.Net;
using System.Net.Sockets;

namespace Ota.Testing;

/// <summary>
/// A TCP proxy on loopback that cuts a connection after a given number of bytes in one direction; each plan is for one connection, in
/// their order, and connections without a plan are only forwarded.
/// </summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Lock _sync = new();
    private readonly Queue<(bool ToServer, int Bytes)> _plans = [];
    private readonly List<Socket> _sockets = [];
    private readonly Task _accepting;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Bytes that the connections so far have sent to the server.</summary>
    public int ToServer { get; private set; }

    /// <summary>Bytes that the server has sent to the connections so far.</summary>
    public int ToClient { get; private set; }

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Cuts the next connection without a plan once so many bytes have passed; the byte after them never does.</summary>
    public void CutNext(bool toServer, int bytes)
    {
        lock (_sync)
            _plans.Enqueue((toServer, bytes));
    }

    /// <summary>Cuts every connection that is open now.</summary>
    public void CutAll()
    {
        lock (_sync)
        {
            _sockets.ForEach(Cut);
            _sockets.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        CutAll();
        await _accepting;
    }

    private static void Cut(Socket socket) => socket.Dispose(); // What has passed still arrives; nothing more does.

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync();
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = ForwardAsync(client);
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        Socket server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        (bool ToServer, int Bytes)? plan;
        lock (_sync)
        {
            plan = _plans.TryDequeue(out (bool, int) next) ? next : null;
            _sockets.Add(client);
            _sockets.Add(server);
            Connections++;
        }
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(
                PassAsync(client, server, toServer: true, plan is { ToServer: true } up ? up.Bytes : int.MaxValue),
                PassAsync(server, client, toServer: false, plan is { ToServer: false } down ? down.Bytes : int.MaxValue));
        }
        catch (SocketException)
        {
            // The server is down: the client sees a cut.
        }
        Cut(client);
        Cut(server);
    }

    private async Task PassAsync(Socket from, Socket to, bool toServer, int left)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (left > 0)
            {
                int size = await from.ReceiveAsync(buffer.AsMemory(0, Math.Min(buffer.Length, left)));
                if (size == 0)
                    return;
                Count(toServer, size);
                for (int sent = 0; sent < size;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, size - sent));
                left -= size;
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // One side is gone, so the other goes too.
        }
    }

    private void Count(bool toServer, int size)
    {
        lock (_sync)
        {
            if (toServer)
                ToServer += size;
            else
                ToClient += size;
        }
    }
}

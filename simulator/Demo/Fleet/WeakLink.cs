using System.Net;
using System.Net.Sockets;

namespace Ota.Simulator.Demo.Fleet;

/// <summary>A bad way to the server: what comes through it is cut in the middle, a number of times. It sees only TLS.</summary>
internal sealed class WeakLink : IAsyncDisposable
{
    private const int BufferSize = 32 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly long _cutAfter;
    private readonly int _mostCuts;
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private long _bytes;
    private int _cuts;

    /// <param name="target">The server's port.</param>
    /// <param name="cutAfter">Bytes that a connection brings before it is cut.</param>
    /// <param name="mostCuts">How often.</param>
    public WeakLink(int target, long cutAfter, int mostCuts)
    {
        (_target, _cutAfter, _mostCuts) = (target, cutAfter, mostCuts);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>What came from the server.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient vehicle = await _listener.AcceptTcpClientAsync(_end.Token);
                _connections.RemoveAll(one => one.IsCompleted);
                _connections.Add(CarryAsync(vehicle));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // How it ends.
        }
    }

    private async Task CarryAsync(TcpClient vehicle)
    {
        using TcpClient server = new() { NoDelay = true };
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, over.Token);
            Task up = vehicle.GetStream().CopyToAsync(server.GetStream(), over.Token);
            Task down = BringAsync(server.GetStream(), vehicle.GetStream(), over.Token);
            await Task.WhenAny(up, down);
            await over.CancelAsync();
            await Task.WhenAll(up, down);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone, and so does the other.
        }
        finally
        {
            vehicle.Dispose();
        }
    }

    private async Task BringAsync(NetworkStream from, NetworkStream to, CancellationToken stop)
    {
        byte[] buffer = new byte[BufferSize];
        long brought = 0;
        while (await from.ReadAsync(buffer, stop) is > 0 and int read)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), stop);
            Interlocked.Add(ref _bytes, read);
            brought += read;
            if (brought < _cutAfter || Volatile.Read(ref _cuts) >= _mostCuts) continue;
            Interlocked.Increment(ref _cuts);
            return;
        }
    }
}

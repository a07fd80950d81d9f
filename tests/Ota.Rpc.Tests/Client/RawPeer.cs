using System.Net;
using System.Net.Sockets;

namespace Ota.Rpc.Tests.Client;

/// <summary>A server of bare sockets, for what Kestrel does not do: GOAWAY at will, silence, a cut connection.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _connections;

    private RawPeer(Func<RawConnection, int, Task> script)
    {
        _listener.Start();
        _accepting = AcceptAsync(script);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <param name="script">What is done with each connection; the number counts them from 0.</param>
    public static RawPeer Start(Func<RawConnection, int, Task> script) => new(script);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<RawConnection, int, Task> script)
    {
        List<Task> running = [];
        try
        {
            while (true)
                running.Add(RunAsync(await _listener.AcceptSocketAsync(_stop.Token), script));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task RunAsync(Socket socket, Func<RawConnection, int, Task> script)
    {
        using NetworkStream stream = new(socket, ownsSocket: true);
        try
        {
            await script(new RawConnection(stream, _stop.Token), Interlocked.Increment(ref _connections) - 1);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client went away, or the test is over.
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace Ota.Mqtt.Tests.Client;

/// <summary>A transport that connects once to the one port, and later, when the test lets it, to the other.</summary>
internal sealed class HeldReconnect(int first, int later)
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;

    /// <summary>The first connection is lost and the client wants another.</summary>
    public Task IsHeld => _isHeld.Task;

    public void Release() => _released.TrySetResult();

    public async ValueTask<Stream> ConnectAsync(CancellationToken stop)
    {
        bool isFirst = Interlocked.Increment(ref _connections) == 1;
        if (!isFirst)
        {
            _isHeld.TrySetResult();
            await _released.Task.WaitAsync(stop);
        }
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, isFirst ? first : later, stop);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Ota.Mqtt.Transport;

/// <summary>A listening socket on an event loop. Connections are accepted when they are asked for, never ahead of that.</summary>
internal sealed class LoopListener : IConnectionListener, ILoopSource
{
    private const int Backlog = 4096;

    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly EventLoops _loops;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly ulong _key;
    private TaskCompletionSource? _arrival;
    private bool _isReady = true;
    private bool _isClosed;

    /// <summary>Opens the port. Throws <see cref="AddressInUseException"/> or <see cref="SocketException"/>.</summary>
    public LoopListener(IPEndPoint endPoint, EventLoops loops, TimeProvider time, ILogger log)
    {
        _loops = loops;
        _time = time;
        _log = log;
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Bind(endPoint);
            EndPoint = _socket.LocalEndPoint!;
            _descriptor = (int)_socket.SafeHandle.DangerousGetHandle();
            _key = loops.First.Add(_descriptor, this);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public EndPoint EndPoint { get; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            (Task? arrival, ConnectionContext? connection, int error) = TryAccept();
            if (connection is not null)
                return connection;
            if (arrival is not null)
                await arrival.WaitAsync(cancellationToken);
            else if (error == 0)
                return null;
            else
                await RestAsync(error, cancellationToken);
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isClosed)
                return ValueTask.CompletedTask;
            _isClosed = true;
            _loops.First.Remove(_key);
            _socket.Dispose();
            _arrival?.TrySetResult();
        }
        return ValueTask.CompletedTask;
    }

    public void OnEvents(uint flags)
    {
        lock (_gate)
        {
            _isReady = true;
            _arrival?.TrySetResult();
            _arrival = null;
        }
    }

    private void Bind(IPEndPoint endPoint)
    {
        if (endPoint.Address.Equals(IPAddress.IPv6Any))
            _socket.DualMode = true;
        _socket.Blocking = false;
        _socket.NoDelay = true; // Accepted sockets inherit it.
        try
        {
            _socket.Bind(endPoint);
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(taken.Message, taken);
        }
        _socket.Listen(Backlog);
    }

    // A connection, or when to ask again, or an error, or nothing of these when closed.
    private (Task? Arrival, ConnectionContext? Connection, int Error) TryAccept()
    {
        lock (_gate)
        {
            if (_isClosed)
                return default;
            if (_isReady)
            {
                int descriptor = Accept(out EndPoint? remote);
                if (descriptor >= 0)
                    return (null, new LoopConnection(_loops.Next(), descriptor, EndPoint, remote), 0);
                if (Libc.LastError != Libc.TryAgain)
                    return (null, null, Libc.LastError);
                _isReady = false;
            }
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (_arrival.Task, null, 0);
        }
    }

    private async Task RestAsync(int error, CancellationToken cancellationToken)
    {
        if (error is not (Libc.TooManyFiles or Libc.SystemTableFull or Libc.NoBuffers or Libc.OutOfMemory))
            return; // The peer has gone already, or a signal: the next one.
        _log.AcceptRefused(Marshal.GetPInvokeErrorMessage(error));
        await Task.Delay(TimeSpan.FromMilliseconds(100), _time, cancellationToken);
    }

    private unsafe int Accept(out EndPoint? remote)
    {
        SocketAddress address = new(_socket.AddressFamily);
        int length = address.Buffer.Length;
        fixed (byte* at = address.Buffer.Span)
        {
            int descriptor = Libc.Accept(_descriptor, at, &length, Libc.CloseOnExec | Libc.NonBlocking);
            remote = descriptor < 0 ? null : ((IPEndPoint)EndPoint).Create(address);
            return descriptor;
        }
    }
}

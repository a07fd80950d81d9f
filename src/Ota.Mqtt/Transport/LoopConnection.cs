using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Ota.Mqtt.Transport;

/// <summary>A socket on an event loop, as Kestrel wants a connection to be. Idle, it costs a few hundred bytes.</summary>
internal sealed class LoopConnection : ConnectionContext, IDuplexPipe, ILoopSource, IInlineConnection
{
    private static long LastNumber;

    private readonly LoopReader _input;
    private readonly LoopWriter _output;
    private readonly ulong _key;
    private CancellationTokenSource? _closed;
    private IDictionary<object, object?>? _items;
    private string? _id;
    private volatile bool _isInline;
    private bool _isClosed;

    /// <summary>Takes the descriptor over. Throws <see cref="IOException"/> when the loop cannot watch it; the descriptor is closed then.</summary>
    public LoopConnection(EventLoop loop, int descriptor, EndPoint local, EndPoint? remote)
    {
        Loop = loop;
        Descriptor = descriptor;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
        _input = new LoopReader(this);
        _output = new LoopWriter(this);
        Transport = this;
        Features = new LoopFeatures(this);
        try
        {
            _key = loop.Add(descriptor, this);
        }
        catch
        {
            _ = Libc.Close(descriptor);
            throw;
        }
    }

    /// <summary>Of everything that the loop, the consumer and a canceller share.</summary>
    public Lock Gate { get; } = new();

    public EventLoop Loop { get; }

    public int Descriptor { get; }

    public bool IsOnLoop => Loop.IsCurrent;

    public bool IsInline
    {
        get => _isInline;
        set => _isInline = value;
    }

    PipeReader IDuplexPipe.Input => _input;

    PipeWriter IDuplexPipe.Output => _output;

    public override IDuplexPipe Transport { get; set; }

    public override IFeatureCollection Features { get; }

    public override EndPoint? LocalEndPoint { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    public override string ConnectionId
    {
        get => _id ??= Interlocked.Increment(ref LastNumber).ToString("x", CultureInfo.InvariantCulture);
        set => _id = value;
    }

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get
        {
            lock (Gate)
            {
                if (_isClosed)
                    return new CancellationToken(canceled: true);
                return (_closed ??= new CancellationTokenSource()).Token;
            }
        }
        set => throw new NotSupportedException("The connection itself knows when it is closed.");
    }

    public void OnEvents(uint flags)
    {
        const uint gone = Libc.PeerClosed | Libc.HangUp | Libc.Error;
        if ((flags & (Libc.In | gone)) != 0)
            _input.OnReadable((flags & gone) != 0);
        if ((flags & (Libc.Out | Libc.HangUp | Libc.Error)) != 0)
            _output.OnWritable();
    }

    /// <summary>Ends both directions at once; whoever reads or flushes finds out through the loop.</summary>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        lock (Gate)
        {
            if (!_isClosed)
                _ = Libc.Shutdown(Descriptor, Libc.Both);
        }
    }

    /// <summary>Sends what is written, then closes. <see cref="Abort(ConnectionAbortedException)"/> ends the wait for a peer that does not read.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _output.DrainAsync();
        Close();
        await base.DisposeAsync();
    }

    private void Close()
    {
        Loop.Remove(_key);
        _input.Close();
        _output.Close();
        CancellationTokenSource? closed;
        lock (Gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            closed = _closed;
            _ = Libc.Shutdown(Descriptor, Libc.Both);
            _ = Libc.Close(Descriptor);
        }
        closed?.Cancel();
        closed?.Dispose();
    }
}

using System.Buffers;
using Grpc.Core;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <summary>
/// The requests of one call between the application and the transport. Messages are framed into a buffer that fills while the
/// one before is being sent, so that whatever was written meanwhile leaves in one piece. Until the call is committed the pieces
/// are kept, so that another attempt can send them again.
/// </summary>
internal sealed class RequestBuffer : IDisposable
{
    /// <summary>Writers wait above this: a peer that does not read must not grow our memory.</summary>
    private const int HighWater = 64 * 1024;

    private readonly Lock _sync = new();
    private readonly List<Piece> _kept = [];
    private readonly MessageWriter _writer;
    private readonly long _keepLimit;
    private Piece _filling = new();
    private Piece? _spare;
    private PulseSignal? _sender;
    private TaskCompletionSource? _room;
    private Exception? _failure;
    private long _keptBytes;
    private int _next;
    private bool _keeps;
    private bool _lost;
    private bool _completed;

    /// <param name="maxMessage">The largest message in bytes; null is no limit.</param>
    /// <param name="keepLimit">How many bytes are kept for another attempt; 0 is none.</param>
    public RequestBuffer(int? maxMessage, long keepLimit)
    {
        _keepLimit = keepLimit;
        _keeps = keepLimit > 0;
        _writer = new MessageWriter(new Filling(this), maxMessage);
    }

    public Net.Compression.ICompressionProvider? Compression
    {
        set => _writer.Compression = value;
    }

    /// <summary>Whether everything sent so far can be sent again.</summary>
    public bool MayRepeat
    {
        get
        {
            lock (_sync)
                return !_lost;
        }
    }

    /// <summary>Adds a message; completes when there is room for another. A message that cannot be written leaves no byte behind.</summary>
    public Task WriteAsync<T>(T message, Action<T, SerializationContext> serializer, bool compress)
    {
        lock (_sync)
        {
            if (_failure is not null)
                return Task.FromException(_failure);
            if (_completed)
                return Task.FromException(new InvalidOperationException("The request stream was completed: no message can follow."));
            if (_room is not null)
                return Task.FromException(new InvalidOperationException("The last write is still under way: await it before the next."));
            int before = _filling.Buffer.Length;
            try
            {
                _writer.Write(message, serializer, compress);
            }
            catch (Exception exception)
            {
                _filling.Buffer.Truncate(before);
                return Task.FromException(exception);
            }
            _sender?.Pulse();
            if (_filling.Buffer.Length < HighWater)
                return Task.CompletedTask;
            _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>No message follows.</summary>
    public void Complete()
    {
        lock (_sync)
        {
            _completed = true;
            _sender?.Pulse();
        }
    }

    /// <summary>The call is over: writers get this error, senders stop.</summary>
    public void Fail(Exception failure)
    {
        TaskCompletionSource? room;
        lock (_sync)
        {
            _failure ??= failure;
            (room, _room) = (_room, null);
            _sender?.Pulse();
        }
        if (room?.TrySetException(failure) == true)
            _ = room.Task.Exception; // A caller that does not await its writes learns of the failure from the call.
    }

    /// <summary>There will be no other attempt: what was sent need not be kept.</summary>
    public void Commit()
    {
        lock (_sync)
            CommitLocked();
    }

    /// <summary>Sends everything, from the first message on, until the stream is completed. One attempt at a time.</summary>
    /// <exception cref="IOException">The first messages were sent before and are gone.</exception>
    public async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        PulseSignal signal = new();
        lock (_sync)
        {
            if (_lost) // The transport repeats refused requests by itself; the rest of a stream must not pass for the whole.
                throw new IOException("The requests that were sent first are not kept: the call cannot be sent again.");
            _sender?.Pulse(); // The attempt before, should it still wait, sees that it was replaced.
            _sender = signal;
            _next = 0;
        }
        using CancellationTokenRegistration wake = cancellationToken.Register(static state => ((PulseSignal)state!).Pulse(), signal);
        bool flushed = false;
        while (true)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                // The transport reset the stream and knows why; an error from here could hide that. Waits for the call to end.
                ThrowIfOver(signal);
                await signal.WaitAsync().ConfigureAwait(false);
                continue;
            }
            (Piece? piece, bool ended) = Take(signal);
            if (piece is not null)
            {
                try
                {
                    await stream.WriteAsync(piece.Buffer.Written, cancellationToken).ConfigureAwait(false);
                    await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    continue;
                }
                finally
                {
                    GiveBack(piece);
                }
            }
            else if (ended)
            {
                return;
            }
            else if (!flushed)
            {
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false); // Nothing else sends the headers for sure.
            }
            else
            {
                await signal.WaitAsync().ConfigureAwait(false);
            }
            flushed = true;
        }
    }

    public void Dispose()
    {
        Fail(new ObjectDisposedException(nameof(RequestBuffer)));
        lock (_sync)
        {
            _next = _kept.Count;
            CommitLocked();
            _spare?.Buffer.Dispose();
            _spare = null;
            _filling.Buffer.Dispose();
            _writer.Dispose();
        }
    }

    private (Piece? Piece, bool Ended) Take(PulseSignal signal)
    {
        TaskCompletionSource? room;
        Piece piece;
        lock (_sync)
        {
            ThrowIfOver(signal);
            if (_next < _kept.Count)
            {
                piece = _kept[_next++];
                piece.Readers++;
                if (!_keeps)
                    DropSent();
                return (piece, false);
            }
            if (_filling.Buffer.Length == 0)
                return (null, _completed);
            piece = _filling;
            piece.Readers++;
            (_filling, _spare) = (_spare ?? new Piece(), null);
            (room, _room) = (_room, null);
            if (_keeps)
                Keep(piece);
            else
                _lost = true;
        }
        room?.TrySetResult();
        return (piece, false);
    }

    private void ThrowIfOver(PulseSignal signal)
    {
        lock (_sync)
        {
            if (_failure is not null)
                throw new OperationCanceledException("The call has ended.");
            if (!ReferenceEquals(_sender, signal))
                throw new IOException("Another attempt took this one's place.");
        }
    }

    private void Keep(Piece piece)
    {
        _keptBytes += piece.Buffer.Length;
        if (_keptBytes > _keepLimit)
        {
            CommitLocked();
            _lost = true;
            return;
        }
        piece.Kept = true;
        _kept.Add(piece);
        _next++;
    }

    private void GiveBack(Piece piece)
    {
        lock (_sync)
        {
            piece.Readers--;
            Recycle(piece);
        }
    }

    private void CommitLocked()
    {
        _keeps = false;
        DropSent();
    }

    /// <summary>Lets go of what the attempt under way has taken. What it has yet to take stays: it may be committed while it still repeats.</summary>
    private void DropSent()
    {
        foreach (Piece piece in _kept.Take(_next))
        {
            piece.Kept = false;
            Recycle(piece);
        }
        _lost |= _next > 0;
        _kept.RemoveRange(0, _next);
        _next = 0;
    }

    private void Recycle(Piece piece)
    {
        if (piece.Readers > 0 || piece.Kept)
            return;
        if (_spare is null && _failure is null)
        {
            piece.Buffer.Clear();
            _spare = piece;
            return;
        }
        piece.Buffer.Dispose();
    }

    private sealed class Piece
    {
        public PooledBufferWriter Buffer { get; } = new();

        public int Readers { get; set; }

        public bool Kept { get; set; }
    }

    /// <summary>Leads the framing into whichever piece is filling.</summary>
    private sealed class Filling(RequestBuffer owner) : IBufferWriter<byte>
    {
        public void Advance(int count) => owner._filling.Buffer.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0) => owner._filling.Buffer.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => owner._filling.Buffer.GetSpan(sizeHint);
    }
}

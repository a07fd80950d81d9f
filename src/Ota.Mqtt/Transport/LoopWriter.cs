using System.Buffers;
using System.IO.Pipelines;

namespace Ota.Mqtt.Transport;

/// <summary>
/// The way to a socket, as a <see cref="PipeWriter"/> without a pipe: a flush sends at once, on the caller's thread; only what the kernel
/// does not take waits, and then the flush waits with it. Without unsent bytes there is no buffer.
/// </summary>
internal sealed unsafe class LoopWriter : PipeWriter, IThreadPoolWorkItem
{
    private const int BufferSize = 16 * 1024;

    private readonly LoopConnection _connection;
    private readonly Lock _gate;
    private readonly LoopWait<FlushResult> _wait;
    private TaskCompletionSource? _drained;
    private byte[]? _buffer;
    private int _sent;
    private int _written;
    private bool _isCanceled;
    private bool _isClosed;

    public LoopWriter(LoopConnection connection)
    {
        _connection = connection;
        _gate = connection.Gate;
        _wait = new LoopWait<FlushResult>(_gate, this);
    }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _written - _sent;

    public override void Advance(int bytes) => _written += bytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint).AsMemory(_written);

    public override Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint).AsSpan(_written);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (TrySend(out FlushResult result))
                return new ValueTask<FlushResult>(result);
            cancellationToken.ThrowIfCancellationRequested();
            return _wait.Begin(cancellationToken);
        }
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            int sent = _buffer is null && !_isClosed ? (int)Math.Max(0, Send(source.Span)) : 0;
            source = source[sent..];
        }
        if (!source.IsEmpty)
            this.Write(source.Span);
        return FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush()
    {
        lock (_gate)
        {
            _isCanceled = true;
            _wait.WakeElsewhere();
        }
    }

    /// <summary>What is written and not sent stays for <see cref="DrainAsync"/>.</summary>
    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>On the loop's thread: the kernel takes bytes again.</summary>
    public void OnWritable()
    {
        lock (_gate)
        {
            if (!_wait.IsWaiting && _drained is null)
                return;
        }
        if (_connection.IsInline)
            Resume();
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Sends what is left, also below a flush that nobody waits for any more; completes when it is sent or the socket is broken.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            SendWritten();
            if (_buffer is null)
                return Task.CompletedTask;
            _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    /// <summary>The socket is broken or about to be closed: nothing touches it after this.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _drained?.TrySetResult();
            _wait.WakeElsewhere();
        }
    }

    void IThreadPoolWorkItem.Execute() => Resume();

    private void Resume()
    {
        FlushResult result;
        bool isTokenCanceled;
        lock (_gate)
        {
            bool isDone = TrySend(out result);
            if (_buffer is null)
                _drained?.TrySetResult();
            if (!_wait.IsWaiting || (!isDone && !_wait.IsTokenCanceled))
                return;
            isTokenCanceled = _wait.End();
        }
        _wait.Complete(result, isTokenCanceled);
    }

    private bool TrySend(out FlushResult result)
    {
        SendWritten();
        bool isCanceled = _isCanceled;
        result = new FlushResult(isCanceled, _isClosed);
        if (_buffer is not null && !isCanceled)
            return false;
        _isCanceled = false;
        return true;
    }

    private void SendWritten()
    {
        while (!_isClosed && _sent < _written)
        {
            nint sent = Send(_buffer.AsSpan(_sent, _written - _sent));
            if (sent < 0)
                break;
            _sent += (int)sent;
        }
        if (_isClosed || _sent == _written)
            Release();
    }

    /// <summary>-1 when the kernel takes nothing now.</summary>
    private nint Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* at = bytes)
        {
            while (true)
            {
                nint sent = Libc.Send(_connection.Descriptor, at, (nuint)bytes.Length, Libc.NoSignal);
                if (sent >= 0)
                    return sent;
                int error = Libc.LastError;
                if (error == Libc.Interrupted)
                    continue;
                if (error != Libc.TryAgain)
                    _isClosed = true; // The reading side finds out by itself.
                return -1;
            }
        }
    }

    private byte[] Room(int sizeHint)
    {
        int needed = _written + Math.Max(sizeHint, 1);
        if (_buffer is not null && needed <= _buffer.Length)
            return _buffer;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(BufferSize, _buffer is null ? needed : Math.Max(needed, _buffer.Length * 2)));
        if (_buffer is not null)
        {
            _buffer.AsSpan(0, _written).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
        }
        _buffer = larger;
        return larger;
    }

    private void Release()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _sent = 0;
        _written = 0;
    }
}

using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace Ota.Mqtt.Transport;

/// <summary>
/// What a socket sends, as a <see cref="PipeReader"/> without a pipe: bytes go from the kernel into the buffer that the consumer sees, and
/// a connection that has nothing unread has no buffer. Everything that the loop, the consumer and a canceller share is under the gate.
/// </summary>
internal sealed unsafe class LoopReader(LoopConnection connection) : PipeReader, IValueTaskSource<ReadResult>, IThreadPoolWorkItem
{
    private const int BufferSize = 64 * 1024;
    private const int SmallestRead = 4 * 1024;

    private readonly Lock _gate = connection.Gate;
    private ManualResetValueTaskSourceCore<ReadResult> _wait;
    private CancellationTokenRegistration _cancellation;
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private bool _isAllExamined = true;
    private bool _isWaiting;
    private bool _isReadable;
    private bool _wasFull;
    private bool _isPeerGone; // No further edge comes: the end has to be read without one.
    private bool _isEnded;
    private bool _isCanceled;
    private bool _isTokenCanceled;
    private bool _isClosed;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            bool mayReceive = !(_wasFull && connection.IsOnLoop); // A sender that never pauses lets others have their turn.
            if (TryTake(mayReceive, out ReadResult result))
                return new ValueTask<ReadResult>(result);
            Park();
            _wait.Reset();
            _isWaiting = true;
            if (!mayReceive)
                connection.Loop.Later(this);
            short version = _wait.Version;
            if (cancellationToken.CanBeCanceled)
            {
                _cancellation = cancellationToken.UnsafeRegister(static (state, _) => ((LoopReader)state!).CancelByToken(), this);
                CancelByToken(); // The registration is not yet known to a call that it makes at once.
            }
            return new ValueTask<ReadResult>(this, version);
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        lock (_gate)
            return TryTake(mayReceive: true, out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_buffer is null)
            return;
        _start = consumed.GetInteger();
        _isAllExamined = examined.GetInteger() >= _end;
        if (_start != _end)
            return;
        Release();
        _isAllExamined = true;
    }

    public override void CancelPendingRead()
    {
        lock (_gate)
        {
            _isCanceled = true;
            WakeElsewhere();
        }
    }

    public override void Complete(Exception? exception = null)
    {
        lock (_gate)
        {
            _isEnded = true;
            if (!_isWaiting)
                Release();
        }
    }

    /// <summary>On the loop's thread: bytes, the end or an error can be read.</summary>
    public void OnReadable(bool isPeerGone)
    {
        lock (_gate)
        {
            _isReadable = true;
            _isPeerGone |= isPeerGone;
            if (!_isWaiting)
                return;
        }
        if (connection.IsInline)
            Resume();
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Takes what there is and completes the wait with it.</summary>
    public void Resume()
    {
        ReadResult result;
        bool isTokenCanceled;
        lock (_gate)
        {
            if (!_isWaiting || !TryTake(mayReceive: true, out result))
                return;
            _isWaiting = false;
            isTokenCanceled = _isTokenCanceled;
            _isTokenCanceled = false;
        }
        _cancellation.Unregister();
        _cancellation = default;
        if (isTokenCanceled)
            _wait.SetException(new OperationCanceledException());
        else
            _wait.SetResult(result);
    }

    /// <summary>The socket is about to be closed: nothing touches it after this.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            WakeElsewhere();
            if (!_isWaiting)
                Release();
        }
    }

    void IThreadPoolWorkItem.Execute() => Resume();

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private void CancelByToken()
    {
        lock (_gate)
        {
            if (!_isWaiting || !_cancellation.Token.IsCancellationRequested)
                return; // A late call for a wait before this one.
            _isTokenCanceled = true;
            WakeElsewhere();
        }
    }

    // Never on the caller's thread, which may hold locks of its own.
    private void WakeElsewhere()
    {
        if (_isWaiting)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private bool TryTake(bool mayReceive, out ReadResult result)
    {
        bool isNew = !_isAllExamined || (mayReceive && _isReadable && !_isEnded && !_isClosed && Receive());
        bool isCanceled = _isCanceled;
        bool isEnded = _isEnded || _isClosed;
        result = default;
        if (!isNew && !isCanceled && !isEnded && !_isTokenCanceled)
            return false;
        _isCanceled = false;
        ReadOnlySequence<byte> bytes = _buffer is null ? default : new ReadOnlySequence<byte>(_buffer, _start, _end - _start);
        result = new ReadResult(bytes, isCanceled, isEnded);
        return true;
    }

    private bool Receive()
    {
        MakeRoom();
        _isReadable = _isPeerGone;
        int room = _buffer!.Length - _end;
        nint received = ReceiveInto(_buffer.AsSpan(_end));
        _wasFull = received == room;
        if (received > 0)
        {
            _isReadable |= _wasFull;
            _end += (int)received;
            _isAllExamined = false;
            return true;
        }
        if (received == 0 || Libc.LastError != Libc.TryAgain)
            _isEnded = true; // Closed or reset; the consumer treats both as gone.
        if (_start == _end)
            Release();
        return false;
    }

    private nint ReceiveInto(Span<byte> target)
    {
        fixed (byte* at = target)
        {
            nint received;
            do
            {
                received = Libc.Receive(connection.Descriptor, at, (nuint)target.Length, 0);
            }
            while (received < 0 && Libc.LastError == Libc.Interrupted);
            return received;
        }
    }

    private void MakeRoom()
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
            return;
        }
        int unread = _end - _start;
        if (_buffer.Length - unread < Math.Max(SmallestRead, unread))
            Move(Math.Max(BufferSize, unread * 2));
        else if (_start > 0)
            Compact();
    }

    // The start of a packet may wait for its rest for long; it waits in a buffer of its own size.
    private void Park()
    {
        if (_buffer is not null && _end - _start < _buffer.Length / 4)
            Move(_end - _start);
    }

    private void Compact()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
    }

    private void Move(int size)
    {
        byte[] other = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(_start, _end - _start).CopyTo(other);
        int unread = _end - _start;
        Release();
        _buffer = other;
        _end = unread;
    }

    private void Release()
    {
        if (_buffer is null)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _start = 0;
        _end = 0;
    }
}

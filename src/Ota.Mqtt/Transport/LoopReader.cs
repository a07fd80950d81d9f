using System.Buffers;
using System.IO.Pipelines;

namespace Ota.Mqtt.Transport;

/// <summary>
/// What a socket sends, as a <see cref="PipeReader"/> without a pipe: bytes go from the kernel into the buffer that the consumer sees, and
/// a connection that has nothing unread has no buffer. Everything that the loop, the consumer and a canceller share is under the gate.
/// </summary>
internal sealed unsafe class LoopReader : PipeReader, IThreadPoolWorkItem
{
    private const int BufferSize = 64 * 1024;
    private const int SmallestRead = 4 * 1024;

    private readonly LoopConnection _connection;
    private readonly Lock _gate;
    private readonly LoopWait<ReadResult> _wait;
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private bool _isAllExamined = true;
    private bool _isReadable;
    private bool _wasFull;
    private bool _isPeerGone; // No further edge comes: the end has to be read without one.
    private bool _isEnded;
    private bool _isCanceled;
    private bool _isClosed;

    public LoopReader(LoopConnection connection)
    {
        _connection = connection;
        _gate = connection.Gate;
        _wait = new LoopWait<ReadResult>(_gate, this);
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            bool mayReceive = !(_wasFull && _connection.IsOnLoop); // A sender that never pauses lets others have their turn.
            if (TryTake(mayReceive, out ReadResult result))
                return new ValueTask<ReadResult>(result);
            Park();
            if (!mayReceive)
                _connection.Loop.Later(this);
            return _wait.Begin(cancellationToken);
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
            _wait.WakeElsewhere();
        }
    }

    public override void Complete(Exception? exception = null)
    {
        lock (_gate)
        {
            _isEnded = true;
            if (!_wait.IsWaiting)
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
            if (!_wait.IsWaiting)
                return;
        }
        if (_connection.IsInline)
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
            if (!_wait.IsWaiting || !TryTake(mayReceive: true, out result))
                return;
            isTokenCanceled = _wait.End();
        }
        _wait.Complete(result, isTokenCanceled);
    }

    /// <summary>The socket is about to be closed: nothing touches it after this.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _wait.WakeElsewhere();
            if (!_wait.IsWaiting)
                Release();
        }
    }

    void IThreadPoolWorkItem.Execute() => Resume();

    private bool TryTake(bool mayReceive, out ReadResult result)
    {
        bool isNew = !_isAllExamined || (mayReceive && _isReadable && !_isEnded && !_isClosed && Receive());
        bool isCanceled = _isCanceled;
        bool isEnded = _isEnded || _isClosed;
        result = default;
        if (!isNew && !isCanceled && !isEnded && !_wait.IsTokenCanceled)
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
        else
            Park();
        return false;
    }

    private nint ReceiveInto(Span<byte> target)
    {
        fixed (byte* at = target)
        {
            nint received;
            do
            {
                received = Libc.Receive(_connection.Descriptor, at, (nuint)target.Length, 0);
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

using System.Threading.Channels;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>
/// Lines in memory between ingest and the spool. Bounded: the spool takes batches at the pace of the disk, so only a disk that stands still
/// fills it, and then new points are dropped and counted rather than ingest held up.
/// </summary>
internal sealed class SinkQueue
{
    private readonly Lock _sync = new();
    private readonly SinksOptions _options;
    private readonly LineDialect _dialect;
    private readonly SinkPoints _points;
    private readonly TimeProvider _time;
    private readonly Channel<LineBatch> _full;
    private readonly Stack<LineBatch> _free = [];
    private readonly Queue<long> _sealed = new(); // When those were opened that are not recycled yet.
    private LineBatch _open;
    private long _openedAt;
    private bool _closed;

    public SinkQueue(SinkTarget target, SinksOptions options, SinkPoints points, TimeProvider time)
    {
        _options = options;
        _dialect = target.Dialect;
        _points = points;
        _time = time;
        _open = NewBatch();
        // Wait means that TryWrite is refused when there is no room; nobody waits.
        _full = Channel.CreateBounded<LineBatch>(
            new BoundedChannelOptions(options.QueuedBatches) { FullMode = BoundedChannelFullMode.Wait });
    }

    public ChannelReader<LineBatch> Full => _full.Reader;

    /// <summary>For how long the oldest point waits that is not in the spool.</summary>
    public TimeSpan Backlog
    {
        get
        {
            lock (_sync)
            {
                if (_sealed.TryPeek(out long opened)) return _time.GetElapsedTime(opened);
                return _open.Points > 0 ? _time.GetElapsedTime(_openedAt) : TimeSpan.Zero;
            }
        }
    }

    public void Offer(ReadOnlySpan<TelemetryPoint> points)
    {
        long overflowed = 0;
        lock (_sync)
        {
            foreach (ref readonly TelemetryPoint point in points)
            {
                if (_closed || !TryAdd(point, out LeftOut leftOut))
                    overflowed++;
                else if (leftOut != LeftOut.No)
                    _points.LeaveOut(leftOut);
            }
        }
        _points.Overflow(overflowed);
    }

    /// <summary>Waits until a batch has room, which others may then take; false once the queue is closed.</summary>
    public ValueTask<bool> RoomAsync(CancellationToken stop) => _full.Writer.WaitToWriteAsync(stop);

    /// <summary>Sends the open batch on its way when it is old enough; called now and then.</summary>
    public void SealIfOld()
    {
        lock (_sync)
        {
            if (_open.Points > 0 && _time.GetElapsedTime(_openedAt) >= _options.BatchAge) TrySeal();
        }
    }

    /// <summary>Takes no more points; what is there can still be read.</summary>
    public void Close()
    {
        lock (_sync)
        {
            if (_open.Points > 0 && !TrySeal()) _points.Overflow(_open.Points);
            _closed = true;
            _full.Writer.TryComplete();
        }
    }

    /// <summary>Gives a batch back for the next points.</summary>
    public void Recycle(LineBatch batch)
    {
        batch.Clear();
        lock (_sync)
        {
            _sealed.Dequeue(); // One takes them, in their order.
            _free.Push(batch);
        }
    }

    private bool TryAdd(in TelemetryPoint point, out LeftOut leftOut)
    {
        if (!_open.TryAdd(point, out leftOut) && !(TrySeal() && _open.TryAdd(point, out leftOut))) return false;
        if (_open.Points == 1) _openedAt = _time.GetTimestamp();
        return true;
    }

    private bool TrySeal()
    {
        _open.Close();
        if (!_full.Writer.TryWrite(_open)) return false;
        _sealed.Enqueue(_openedAt);
        _open = _free.TryPop(out LineBatch? batch) ? batch : NewBatch();
        return true;
    }

    private LineBatch NewBatch() => new(_dialect, _options.BatchLines, _options.BatchBytes);
}

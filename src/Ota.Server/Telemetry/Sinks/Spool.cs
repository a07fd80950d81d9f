using System.Threading.Channels;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>
/// Batches on disk between ingest and one receiver, oldest first. Everything goes through here, so that a batch is safe from the end of
/// this process before it is sent, and there is one order. Bounded: over the limit the oldest segment goes, and what it held is counted.
/// A batch that was sent stays until it is settled, because some receivers lose what they acknowledged when they are killed.
/// </summary>
internal sealed class Spool : IDisposable
{
    private readonly Lock _sync = new();
    private readonly string _folder;
    private readonly SpoolOptions _options;
    private readonly TimeProvider _time;
    private readonly SpoolCursor _cursor;
    private readonly LinkedList<SpoolSegment> _segments = [];
    private readonly Queue<(SpoolPosition End, int Points, long At)> _unsettled = [];
    private readonly Channel<bool> _appended = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private SpoolPosition _read;
    private SpoolPosition _settled;
    private SpoolPosition _furthest;
    private byte[] _frame = [];
    private long _nextSegment;
    private long _lastFlush;
    private bool _writable; // The last segment is one of this process; older ones may end with a torn frame.
    private bool _unflushed;

    private Spool(string folder, SpoolOptions options, TimeProvider time)
    {
        _folder = folder;
        _options = options;
        _time = time;
        _cursor = new SpoolCursor(folder);
    }

    /// <summary>Held on disk, with what was sent but not yet cleared away.</summary>
    public long Bytes { get; private set; }

    /// <summary>Waiting to be sent.</summary>
    public long PendingBytes
    {
        get
        {
            lock (_sync) return _segments.Where(segment => segment.Id >= _read.Segment).Sum(segment => segment.Length - ReadOf(segment));
        }
    }

    /// <summary>Values that wait to be sent.</summary>
    public long PendingPoints { get; private set; }

    /// <summary>Values that were dropped unsent because the spool was full.</summary>
    public long DroppedPoints { get; private set; }

    /// <summary>Bytes that were no whole frame: torn by a crash, or damaged on disk.</summary>
    public long DamagedBytes { get; private set; }

    /// <summary>Whether batches were sent but are not settled.</summary>
    public bool HasUnsettled
    {
        get
        {
            lock (_sync) return _unsettled.Count > 0;
        }
    }

    /// <exception cref="IOException">The folder cannot be used.</exception>
    public static Spool Open(string folder, SpoolOptions options, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        Spool spool = new(folder, options, time);
        spool.Recover();
        return spool;
    }

    /// <exception cref="IOException">The disk does not take it; nothing has changed.</exception>
    public void Append(ReadOnlySpan<byte> payload, int points, int plainLength, bool isGzip)
    {
        SpoolFrameHeader header = new(payload.Length, points, plainLength, isGzip);
        lock (_sync)
        {
            int length = SpoolFrameHeader.Size + payload.Length;
            if (_frame.Length < length) _frame = new byte[length];
            header.Write(_frame, payload);
            payload.CopyTo(_frame.AsSpan(SpoolFrameHeader.Size));
            SpoolSegment segment = SegmentFor(length);
            segment.Append(_frame.AsSpan(0, length));
            segment.PendingPoints += points;
            Bytes += length;
            PendingPoints += points;
            _unflushed = true;
            if (_options.Sync == SpoolSync.EveryBatch || SecondIsOver()) FlushLast();
        }
        _appended.Writer.TryWrite(true);
    }

    /// <summary>Flushes what a second has brought, when that is the policy; called now and then.</summary>
    public void FlushIfDue()
    {
        lock (_sync)
        {
            if (_unflushed && SecondIsOver()) FlushLast();
        }
    }

    /// <summary>Reads the oldest batch that was not sent; false when all were.</summary>
    public bool TryRead(SpoolFrame frame)
    {
        lock (_sync)
        {
            while (SegmentAt(_read.Segment) is { } segment)
            {
                long offset = segment.Id == _read.Segment ? _read.Offset : 0;
                if (offset < segment.Length)
                {
                    if (frame.TryRead(segment, offset)) return true;
                    Damaged(segment, offset);
                }
                if (segment == _segments.Last!.Value) return false;
                _read = new SpoolPosition(segment.Id + 1, 0);
            }
            return false;
        }
    }

    /// <summary>Goes past a batch that the receiver has taken. It stays until it is settled.</summary>
    /// <returns>Whether it is the first time; false after <see cref="Rewind"/>.</returns>
    public bool Sent(SpoolFrame frame)
    {
        lock (_sync)
        {
            if (frame.Next.Segment < _read.Segment) return true; // Dropped while it was on its way.
            _read = frame.Next;
            _unsettled.Enqueue((frame.Next, frame.Header.Points, _time.GetTimestamp()));
            Pending(frame.Next.Segment, -frame.Header.Points);
            if (!frame.Next.IsAfter(_furthest)) return false;
            _furthest = frame.Next;
            return true;
        }
    }

    /// <summary>Forgets the batches that were sent up to a time stamp: the receiver has them for good.</summary>
    public void Settle(long upTo)
    {
        lock (_sync)
        {
            while (_unsettled.TryPeek(out (SpoolPosition End, int, long At) sent) && sent.At <= upTo) _settled = _unsettled.Dequeue().End;
            while (_segments.First is { } first && (first.Value.Id < _settled.Segment || IsUsedUp(first.Value))) Remove(first.Value);
            _cursor.Save(_settled);
        }
    }

    /// <summary>Sends again what is not settled.</summary>
    public void Rewind()
    {
        lock (_sync)
        {
            foreach ((SpoolPosition end, int points, long _) in _unsettled) Pending(end.Segment, points);
            _unsettled.Clear();
            _read = _settled;
        }
        _appended.Writer.TryWrite(true);
    }

    /// <summary>Waits for a hint that there may be something to read.</summary>
    public async Task WaitAsync(CancellationToken stop) => await _appended.Reader.ReadAsync(stop);

    public void Dispose()
    {
        lock (_sync)
        {
            if (_unflushed) FlushLast();
            foreach (SpoolSegment segment in _segments) segment.Dispose();
            _segments.Clear();
            _cursor.Dispose();
        }
    }

    private long ReadOf(SpoolSegment segment) => segment.Id == _read.Segment ? Math.Min(_read.Offset, segment.Length) : 0;

    private void Recover()
    {
        _settled = _read = _furthest = _cursor.Start;
        _nextSegment = _settled.Segment;
        SpoolFrame frame = new();
        foreach (string path in Directory.EnumerateFiles(_folder, "*" + SpoolSegment.Extension).Order(StringComparer.Ordinal))
        {
            if (SpoolSegment.TryOpen(path) is not { } segment) continue;
            _nextSegment = segment.Id + 1;
            long begin = segment.Id == _settled.Segment ? _settled.Offset : 0;
            segment.Length = Math.Min(begin, segment.SizeOnDisk);
            while (segment.Id >= _settled.Segment && frame.TryRead(segment, segment.Length))
            {
                segment.Length = frame.Next.Offset;
                segment.PendingPoints += frame.Header.Points;
            }
            if (segment.PendingPoints > 0)
            {
                DamagedBytes += segment.SizeOnDisk - segment.Length;
                PendingPoints += segment.PendingPoints;
                Bytes += segment.Length;
                _segments.AddLast(segment);
                continue;
            }
            if (segment.Id >= _settled.Segment) DamagedBytes += segment.SizeOnDisk - segment.Length;
            segment.Delete();
        }
        if (PendingPoints > 0) _appended.Writer.TryWrite(true);
    }

    private SpoolSegment SegmentFor(int length)
    {
        while (_segments.First is { } oldest && Bytes + length > _options.LimitBytes) DropOldest(oldest.Value);
        if (_writable && _segments.Last is { } last && last.Value.Length + length <= _options.SegmentBytes) return last.Value;
        if (_writable && _unflushed && _options.Sync != SpoolSync.Never) FlushLast();
        SpoolSegment segment = SpoolSegment.Create(_folder, _nextSegment++);
        _segments.AddLast(segment);
        _writable = true;
        return segment;
    }

    private void DropOldest(SpoolSegment segment)
    {
        DroppedPoints += segment.PendingPoints;
        SpoolPosition after = new(segment.Id + 1, 0);
        if (_read.Segment < after.Segment) _read = after;
        if (_settled.Segment < after.Segment) _settled = after;
        while (_unsettled.TryPeek(out (SpoolPosition End, int, long) sent) && sent.End.Segment <= segment.Id) _unsettled.Dequeue();
        Remove(segment);
        _cursor.Save(_settled);
    }

    private void Remove(SpoolSegment segment)
    {
        _writable &= segment != _segments.Last!.Value;
        _segments.Remove(segment);
        Bytes -= segment.Length;
        PendingPoints -= segment.PendingPoints;
        segment.Delete();
    }

    private void Damaged(SpoolSegment segment, long offset)
    {
        DamagedBytes += segment.Length - offset;
        DroppedPoints += segment.PendingPoints;
        PendingPoints -= segment.PendingPoints;
        segment.PendingPoints = 0;
        _read = new SpoolPosition(segment.Id, segment.Length);
    }

    private void Pending(long segmentId, int change)
    {
        if (SegmentAt(segmentId) is not { } segment || segment.Id != segmentId) return;
        segment.PendingPoints += change;
        PendingPoints += change;
    }

    private SpoolSegment? SegmentAt(long id)
    {
        foreach (SpoolSegment segment in _segments)
        {
            if (segment.Id >= id) return segment;
        }
        return null;
    }

    // A full segment goes with its last frame; the one that is written to goes on.
    private bool IsUsedUp(SpoolSegment segment) =>
        segment.Id == _settled.Segment && _settled.Offset >= segment.Length
        && (segment != _segments.Last!.Value || !_writable || segment.Length >= _options.SegmentBytes);

    private bool SecondIsOver() =>
        _options.Sync == SpoolSync.EverySecond && _time.GetElapsedTime(_lastFlush) >= TimeSpan.FromSeconds(1);

    private void FlushLast()
    {
        _segments.Last?.Value.Flush();
        _lastFlush = _time.GetTimestamp();
        _unflushed = false;
    }
}

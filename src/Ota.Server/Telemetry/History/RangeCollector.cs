using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>
/// Gathers the readings of one signal in [from, to): as points while they are few enough, always as buckets. Once the points are too
/// many, a column that lies in one bucket is taken by its summary, without decoding it.
/// </summary>
internal sealed class RangeCollector
{
    private readonly ChunkDirectory _directory = new();
    private readonly ColumnRoom _room = new();
    private readonly PlotBucket[] _buckets;
    private readonly uint _signal;
    private readonly long _from;
    private readonly long _to;
    private readonly int _maxPoints;
    private readonly ulong _width;
    private List<HistoryPoint> _points = [];
    private long _count;

    public RangeCollector(uint signal, long from, long to, int maxPoints)
    {
        (_signal, _from, _to, _maxPoints) = (signal, from, to, maxPoints);
        ulong span = unchecked((ulong)(to - from));
        _width = Math.Max(1, (span / (ulong)maxPoints) + (span % (ulong)maxPoints == 0 ? 0UL : 1));
        _buckets = new PlotBucket[maxPoints];
    }

    /// <summary>Adds a chunk whose columns are in order of time, as sealed ones are.</summary>
    public void AddSealed(ReadOnlySpan<byte> bytes) => Add(bytes, inOrder: true);

    /// <summary>Adds a chunk as a vehicle sent it: its last value need not be its newest.</summary>
    public void AddSent(ReadOnlySpan<byte> bytes) => Add(bytes, inOrder: false);

    public HistoryRange Finish()
    {
        if (_count > _maxPoints) return new HistoryRange([.. Texts().Take(_maxPoints)], [.. _buckets.Where(bucket => bucket.Count > 0)], _count);
        return new HistoryRange([.. _points.OrderBy(point => point.Time)], [], _count);
    }

    private static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Boolean or ColumnKind.Integer or ColumnKind.Number;

    private IEnumerable<HistoryPoint> Texts() => _points.Where(point => !IsNumber(point.Kind)).OrderBy(point => point.Time);

    private void Add(ReadOnlySpan<byte> bytes, bool inOrder)
    {
        Chunk chunk = Chunk.Read(bytes, _directory);
        foreach (ChunkColumn column in chunk.Columns)
        {
            if (column.Signal == _signal && column.MinTime < _to && column.MaxTime >= _from) Add(chunk, column, inOrder);
        }
    }

    private void Add(in Chunk chunk, ChunkColumn column, bool inOrder)
    {
        bool whole = inOrder && column.MinTime >= _from && column.MaxTime < _to;
        if (whole && _count + column.Count > _maxPoints && Place(column.MinTime) == Place(column.MaxTime)
            && chunk.ReadSummary(column) is { } summary)
        {
            _count += column.Count;
            Merge(new PlotBucket(0, Number(column.Kind, summary.Min), Number(column.Kind, summary.Max), column.MaxTime, Number(column.Kind, summary.Last), column.Count));
            return;
        }
        _room.Read(chunk, column);
        for (int i = 0; i < column.Count; i++)
        {
            long time = _room.Times[i];
            if (time < _from || time >= _to) continue;
            _count++;
            bool isNumber = IsNumber(column.Kind);
            // Texts have no extremes: the earliest are kept as points, so that there is something to show.
            if (_count <= _maxPoints || !isNumber) _points.Add(_room.Point(column, i));
            if (_points.Count > 4 * _maxPoints) _points = [.. Texts().Take(_maxPoints)];
            if (!isNumber) continue;
            double value = _room.Number(column, i);
            Merge(new PlotBucket(0, value, value, time, value, 1));
        }
    }

    private int Place(long time) => (int)(unchecked((ulong)(time - _from)) / _width);

    private void Merge(PlotBucket more)
    {
        ref PlotBucket bucket = ref _buckets[Place(more.LastTime)];
        if (bucket.Count == 0)
        {
            bucket = more with { Start = unchecked(_from + (long)((ulong)Place(more.LastTime) * _width)) };
            return;
        }
        // Of the same time the one that came later, as in the points.
        bool isNewer = more.LastTime >= bucket.LastTime;
        bucket = new PlotBucket(
            bucket.Start, Smaller(bucket.Min, more.Min), Larger(bucket.Max, more.Max), isNewer ? more.LastTime : bucket.LastTime,
            isNewer ? more.Last : bucket.Last, bucket.Count + more.Count);
    }

    private static double Number(ColumnKind kind, long bits) => kind == ColumnKind.Number ? BitConverter.Int64BitsToDouble(bits) : bits;

    private static double Smaller(double a, double b) => double.IsNaN(a) || b < a ? b : a;

    private static double Larger(double a, double b) => double.IsNaN(a) || b > a ? b : a;
}

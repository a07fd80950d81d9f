using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>The readings of one signal from many messages, brought into order of time.</summary>
internal sealed class ColumnSeries
{
    private long[] _times = new long[256];
    private long[] _bits = new long[256];
    private string[] _texts = [];
    private long[] _room = [];
    private int[] _order = [];

    public uint Signal { get; private set; }

    public ColumnKind Kind { get; private set; }

    public int Count { get; private set; }

    public ReadOnlySpan<long> Times => _times.AsSpan(0, Count);

    public void Begin(uint signal, ColumnKind kind)
    {
        (Signal, Kind, Count) = (signal, kind, 0);
    }

    public void Append(in Chunk chunk, ChunkColumn column)
    {
        int end = Count + column.Count;
        Grow(ref _times, end);
        Grow(ref _bits, end);
        chunk.ReadTimes(column, _times.AsSpan(Count));
        if (Kind == ColumnKind.Text)
        {
            Grow(ref _texts, end);
            chunk.ReadTexts(column, _bits.AsSpan(Count), _texts.AsSpan(Count));
        }
        else if (Kind != ColumnKind.Absent)
        {
            chunk.ReadValues(column, _bits.AsSpan(Count));
        }
        Count = end;
    }

    public void AddTo(ChunkWriter writer)
    {
        if (Kind == ColumnKind.Text)
            writer.Add(Signal, Times, _texts.AsSpan(0, Count));
        else
            writer.Add(Signal, Kind, Times, Kind == ColumnKind.Absent ? [] : _bits.AsSpan(0, Count));
    }

    /// <summary>Sorts by time; readings of the same time stay in the order in which they came.</summary>
    public void Sort()
    {
        if (!IsSorted()) Reorder();
    }

    // Apart: what the comparison keeps would be allocated for sorted series too.
    private void Reorder()
    {
        Grow(ref _order, Count);
        for (int i = 0; i < Count; i++) _order[i] = i;
        long[] times = _times;
        _order.AsSpan(0, Count).Sort((a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : a.CompareTo(b));
        Reorder(ref _times);
        if (Kind == ColumnKind.Text)
            _order.AsSpan(0, Count).ToArray().Select(place => _texts[place]).ToArray().CopyTo(_texts, 0);
        else if (Kind != ColumnKind.Absent)
            Reorder(ref _bits);
    }

    private static void Grow<T>(ref T[] room, int count)
    {
        if (room.Length < count) Array.Resize(ref room, Math.Max(count, room.Length * 2));
    }

    private bool IsSorted()
    {
        for (int i = 1; i < Count; i++)
        {
            if (_times[i] < _times[i - 1]) return false;
        }
        return true;
    }

    private void Reorder(ref long[] values)
    {
        Grow(ref _room, values.Length);
        for (int i = 0; i < Count; i++) _room[i] = values[_order[i]];
        (values, _room) = (_room, values);
    }
}

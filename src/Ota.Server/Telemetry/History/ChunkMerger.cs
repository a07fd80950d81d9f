using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>Makes one chunk of the many small ones that a vehicle's messages are: longer columns, so fewer bytes for each value.</summary>
internal sealed class ChunkMerger
{
    private readonly ChunkDirectory _directory = new();
    private readonly ChunkWriter _writer = new();
    private readonly Dictionary<(uint Signal, ColumnKind Kind), ColumnSeries> _open = [];
    private readonly Stack<ColumnSeries> _spare = new();
    private readonly List<ColumnSeries> _sorted = [];

    /// <returns>One chunk; more if one cannot hold them.</returns>
    public List<SealedChunk> Merge(ReadOnlySpan<TailRecord> records)
    {
        foreach (TailRecord record in records)
        {
            Chunk chunk = Chunk.Read(record.Chunk, _directory);
            foreach (ChunkColumn column in chunk.Columns) Series(column).Append(chunk, column);
        }
        _sorted.AddRange(_open.Values);
        _sorted.Sort((a, b) => a.Signal != b.Signal ? a.Signal.CompareTo(b.Signal) : a.Kind.CompareTo(b.Kind));
        List<SealedChunk> chunks = [];
        Extent extent = Begin();
        foreach (ColumnSeries series in _sorted)
        {
            if (extent.Columns == ChunkLimits.Columns || _writer.Count + series.Count > ChunkLimits.Values)
            {
                chunks.Add(Finish(extent));
                extent = Begin();
            }
            series.Sort();
            series.AddTo(_writer);
            extent = new Extent(extent.Columns + 1, Math.Min(extent.First, series.Times[0]), Math.Max(extent.Last, series.Times[^1]));
        }
        if (extent.Columns > 0) chunks.Add(Finish(extent));
        Release();
        return chunks;
    }

    private Extent Begin()
    {
        _writer.Clear();
        return new Extent(0, long.MaxValue, long.MinValue);
    }

    private SealedChunk Finish(Extent extent)
    {
        byte[] room = System.Buffers.ArrayPool<byte>.Shared.Rent(_writer.MaxSize);
        int size = _writer.Write(room);
        byte[] body = new byte[size + Checked.Size];
        room.AsSpan(0, size).CopyTo(body);
        System.Buffers.ArrayPool<byte>.Shared.Return(room);
        Checked.Close(body);
        return new SealedChunk(extent.First, extent.Last, body);
    }

    private ColumnSeries Series(ChunkColumn column)
    {
        if (_open.TryGetValue((column.Signal, column.Kind), out ColumnSeries? series)) return series;
        series = _spare.Count > 0 ? _spare.Pop() : new ColumnSeries();
        series.Begin(column.Signal, column.Kind);
        _open.Add((column.Signal, column.Kind), series);
        return series;
    }

    private void Release()
    {
        // What a vehicle with thousands of signals needed is not kept for the others.
        foreach (ColumnSeries series in _sorted.Take(Math.Max(0, 256 - _spare.Count))) _spare.Push(series);
        _sorted.Clear();
        _open.Clear();
    }

    private readonly record struct Extent(int Columns, long First, long Last);
}

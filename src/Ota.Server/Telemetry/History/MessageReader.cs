using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>Decodes a whole chunk once, so that what is stored can be read, and finds the newest value of each signal.</summary>
internal sealed class MessageReader
{
    private readonly ChunkDirectory _directory = new();
    private readonly ColumnRoom _room = new();

    public List<LatestValue> Newest { get; } = [];

    public int Values { get; private set; }

    public long FirstTime { get; private set; }

    public long LastTime { get; private set; }

    /// <exception cref="ChunkFormatException">The bytes are no chunk.</exception>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        Newest.Clear();
        Values = 0;
        FirstTime = long.MaxValue;
        LastTime = long.MinValue;
        Chunk chunk = Chunk.Read(bytes, _directory);
        foreach (ChunkColumn column in chunk.Columns)
        {
            _room.Read(chunk, column);
            Values += column.Count;
            FirstTime = Math.Min(FirstTime, column.MinTime);
            LastTime = Math.Max(LastTime, column.MaxTime);
            Note(column);
        }
        if (Values == 0) throw new ChunkFormatException("A message without readings.");
    }

    private void Note(ChunkColumn column)
    {
        LatestValue best = _room.Value(column, 0);
        for (int i = 1; i < column.Count; i++)
        {
            if (_room.Times[i] < best.Time) continue;
            LatestValue other = _room.Value(column, i);
            if (other.IsNewerThan(best)) best = other;
        }
        if (Newest.Count == 0 || Newest[^1].Signal != column.Signal)
            Newest.Add(best);
        else if (best.IsNewerThan(Newest[^1]))
            Newest[^1] = best;
    }
}

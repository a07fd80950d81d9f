namespace Ota.Server.Telemetry.History;

/// <summary>
/// How large the journal is. One vehicle that says little keeps every row after its own; so what counts is not what waits to be sealed,
/// but what stands in the journal since the oldest of it.
/// </summary>
internal sealed class JournalRows
{
    private readonly Queue<(long Position, int Size)> _rows = new();

    public long Bytes { get; private set; }

    public void Add(long position, int size)
    {
        _rows.Enqueue((position, size));
        Bytes += size;
    }

    /// <summary>Rows before this one are gone.</summary>
    public void Trim(long firstKept)
    {
        while (_rows.TryPeek(out (long Position, int Size) row) && row.Position < firstKept)
        {
            _rows.Dequeue();
            Bytes -= row.Size;
        }
    }

    /// <summary>The last row that must go so that no more than this is left; 0: none.</summary>
    public long Excess(long limit)
    {
        long left = Bytes;
        long last = 0;
        foreach ((long position, int size) in _rows)
        {
            if (left <= limit) break;
            left -= size;
            last = position;
        }
        return last;
    }
}

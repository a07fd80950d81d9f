namespace Ota.Server.Telemetry.History;

/// <summary>
/// What stands in the journal. One vehicle that says little keeps every row after its own; so what counts for its size is not what waits
/// to be sealed, but what stands in the journal since the oldest of it.
/// </summary>
internal sealed class JournalRows
{
    private readonly Queue<(long Position, int Size)> _rows = new();
    private readonly Queue<(long Position, long Received)> _byReceipt = new();

    public long Bytes { get; private set; }

    public void Add(long position, int size, long received)
    {
        _rows.Enqueue((position, size));
        _byReceipt.Enqueue((position, received));
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

    /// <summary>The first row that was received at a time or later, if any. The time does not go back from one call to the next.</summary>
    public long? FirstSince(long received)
    {
        while (_byReceipt.TryPeek(out (long Position, long Received) row))
        {
            if (row.Received >= received) return row.Position;
            _byReceipt.Dequeue();
        }
        return null;
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

using System.Runtime.InteropServices;

namespace Ota.Server.Telemetry.History;

/// <summary>What one vehicle has in the journal of one file and not yet in chunks. The writer changes it, readers take copies.</summary>
internal sealed class Tail(VehicleKey vehicle)
{
    private readonly Lock _sync = new();
    private List<TailRecord> _records = [];

    public VehicleKey Vehicle { get; } = vehicle;

    /// <summary>The vehicle's row in the file; 0: none yet.</summary>
    public long RowId { get; set; }

    /// <summary>Journal rows up to here are in chunks.</summary>
    public long Sealed { get; set; }

    public int Values { get; private set; }

    public long Bytes { get; private set; }

    public long FirstPosition => _records[0].Position;

    /// <summary>When the oldest of them came, by the clock that nobody sets.</summary>
    public long FirstTimestamp { get; private set; }

    /// <summary>Where it stands in the order of first positions; null when it is empty.</summary>
    public LinkedListNode<Tail>? Place { get; set; }

    public bool IsEmpty => _records.Count == 0;

    /// <param name="position">The row.</param>
    /// <param name="message">What it has.</param>
    /// <param name="written">The message as it stands in the row; kept.</param>
    /// <param name="timestamp">Now.</param>
    public void Add(long position, TelemetryMessage message, ReadOnlyMemory<byte> written, long timestamp)
    {
        lock (_sync)
        {
            if (_records.Count == 0) FirstTimestamp = timestamp;
            _records.Add(new TailRecord(position, message.FirstTime, message.LastTime, written));
        }
        Values += message.Values;
        Bytes += written.Length;
    }

    /// <summary>All of them as they lie, for the writer, which alone changes them.</summary>
    public ReadOnlySpan<TailRecord> Records => CollectionsMarshal.AsSpan(_records);

    /// <summary>All of them, for others.</summary>
    public TailRecord[] Copy()
    {
        lock (_sync) return [.. _records];
    }

    /// <summary>Forgets everything: it is in a chunk that is committed.</summary>
    public void Clear()
    {
        lock (_sync) _records = []; // A new list: a fleet that was busy once would keep the room for ever.
        Values = 0;
        Bytes = 0;
    }
}

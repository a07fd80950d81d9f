namespace Ota.Core.Telemetry.Chunks;

/// <summary>
/// Writes chunks: the columns of one vehicle, each a signal's times and values. Reuse one for many chunks; after a few it allocates
/// nothing but what the caller takes away. A chunk is: version, head (series of times, columns), the series of times, the values.
/// </summary>
public sealed class ChunkWriter
{
    internal const byte Version = 1;

    // A column usually shares its times with one of the last few, or with none.
    private const int SharedTimesLookback = 8;

    private readonly ChunkScratch _scratch = new();
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly ByteRoom _times = new();
    private readonly ByteRoom _values = new();
    private readonly List<TimeBlock> _blocks = [];
    private readonly List<Entry> _entries = [];
    private readonly List<long[]> _shared = [];
    private long _origin;

    /// <summary>Values so far, over all columns.</summary>
    public int Count { get; private set; }

    /// <summary>The most bytes that <see cref="Write"/> can need now.</summary>
    public int MaxSize => 32 + (_blocks.Count * 32) + (_entries.Count * 24) + _times.Length + _values.Length;

    /// <summary>Begins a new chunk.</summary>
    public void Clear()
    {
        _times.Clear();
        _values.Clear();
        _blocks.Clear();
        _entries.Clear();
        _origin = 0;
        Count = 0;
    }

    /// <summary>Adds a column of booleans, integers or numbers, or, without values, of absences.</summary>
    /// <param name="signal">The signal's number; columns come in order of signal, then kind.</param>
    /// <param name="kind">What the values are; any but text.</param>
    /// <param name="times">The times, in any order.</param>
    /// <param name="bits">As many values in the bits of the kind; none for absences.</param>
    /// <exception cref="ArgumentException">Out of order, too much, or not as many times as values.</exception>
    public void Add(uint signal, ColumnKind kind, ReadOnlySpan<long> times, ReadOnlySpan<long> bits)
    {
        if (kind == ColumnKind.Text) throw new ArgumentException("Texts are no bits.", nameof(kind));
        if (bits.Length != (kind == ColumnKind.Absent ? 0 : times.Length)) throw new ArgumentException("There are not as many values as times.", nameof(bits));
        if (kind == ColumnKind.Boolean && bits.ContainsAnyExceptInRange(0, 1)) throw new ArgumentException("A boolean is 0 or 1.", nameof(bits));
        int block = AddTimes(signal, kind, times);
        int length = 0;
        if (kind != ColumnKind.Absent)
        {
            ByteWriter output = new(_values.Reserve(ValueSeries.MaxSize(bits.Length)));
            ValueSeries.Write(kind, bits, _scratch, ref output);
            length = output.Position;
        }
        AddEntry(new Entry(signal, kind, block, length), times.Length);
    }

    /// <summary>Adds a column of texts.</summary>
    /// <exception cref="ArgumentException">Out of order, too much, or not as many times as texts.</exception>
    public void Add(uint signal, ReadOnlySpan<long> times, ReadOnlySpan<string> texts)
    {
        if (texts.Length != times.Length) throw new ArgumentException("There are not as many texts as times.", nameof(texts));
        int block = AddTimes(signal, ColumnKind.Text, times);
        ByteWriter output = new(_values.Reserve(TextSeries.MaxSize(texts)));
        TextSeries.Write(texts, _places, _scratch, ref output);
        AddEntry(new Entry(signal, ColumnKind.Text, block, output.Position), texts.Length);
    }

    /// <summary>Writes the chunk and returns its size.</summary>
    public int Write(Span<byte> output)
    {
        ByteWriter writer = new(output);
        writer.Byte(Version);
        writer.Number((ulong)_blocks.Count);
        writer.Number((ulong)_entries.Count);
        writer.Signed(_origin);
        foreach (TimeBlock block in _blocks)
        {
            writer.Number((ulong)block.Count);
            writer.Signed(unchecked(block.Min - _origin));
            writer.Number(unchecked((ulong)(block.Max - block.Min)));
            writer.Number((ulong)block.Length);
        }
        uint previous = 0;
        foreach (Entry entry in _entries)
        {
            writer.Number(entry.Signal - previous);
            writer.Byte((byte)entry.Kind);
            writer.Number((ulong)entry.Block);
            writer.Number((ulong)entry.Length);
            previous = entry.Signal;
        }
        writer.Bytes(_times.Written);
        writer.Bytes(_values.Written);
        return writer.Position;
    }

    /// <summary>The chunk in an array of its own.</summary>
    public byte[] ToArray()
    {
        byte[] room = System.Buffers.ArrayPool<byte>.Shared.Rent(MaxSize);
        byte[] chunk = room.AsSpan(0, Write(room)).ToArray();
        System.Buffers.ArrayPool<byte>.Shared.Return(room);
        return chunk;
    }

    /// <summary>Whether a column may stand behind another.</summary>
    internal static bool Follows(uint signal, ColumnKind kind, uint nextSignal, ColumnKind nextKind) =>
        nextSignal > signal || (nextSignal == signal && nextKind > kind);

    private void AddEntry(Entry entry, int count)
    {
        _values.Take(entry.Length);
        _entries.Add(entry);
        Count += count;
    }

    private int AddTimes(uint signal, ColumnKind kind, ReadOnlySpan<long> times)
    {
        if (times.IsEmpty) throw new ArgumentException("A column needs a value.", nameof(times));
        if (_entries.Count == ChunkLimits.Columns || Count + (long)times.Length > ChunkLimits.Values)
            throw new ArgumentException($"A chunk takes {ChunkLimits.Columns} columns and {ChunkLimits.Values} values.", nameof(times));
        if (_entries.Count > 0 && !Follows(_entries[^1].Signal, _entries[^1].Kind, signal, kind))
            throw new ArgumentException("The columns come in order of signal, then kind, each once.", nameof(signal));
        if (_entries.Count == 0) _origin = times[0];
        for (int i = _blocks.Count - 1; i >= Math.Max(0, _blocks.Count - SharedTimesLookback); i--)
        {
            if (_blocks[i].Count == times.Length && times.SequenceEqual(_shared[i].AsSpan(0, times.Length))) return i;
        }
        return AddBlock(times);
    }

    private int AddBlock(ReadOnlySpan<long> times)
    {
        ByteWriter output = new(_times.Reserve(TimeSeries.MaxSize(times.Length)));
        TimeSeries.Write(times, _origin, _scratch, ref output);
        _times.Take(output.Position);
        long min = times[0];
        long max = times[0];
        foreach (long time in times)
        {
            min = Math.Min(min, time);
            max = Math.Max(max, time);
        }
        int index = _blocks.Count;
        _blocks.Add(new TimeBlock(times.Length, min, max, output.Position));
        if (_shared.Count == index) _shared.Add([]);
        if (_shared[index].Length < times.Length) _shared[index] = new long[Math.Max(64, times.Length)];
        times.CopyTo(_shared[index]);
        return index;
    }

    private readonly record struct Entry(uint Signal, ColumnKind Kind, int Block, int Length);
}

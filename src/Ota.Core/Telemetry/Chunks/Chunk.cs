namespace Ota.Core.Telemetry.Chunks;

/// <summary>
/// A chunk that is being read: columns of times and values, each of which is decoded only when it is asked for. Views the bytes and the
/// directory, so both must stay as they are meanwhile.
/// </summary>
public readonly ref struct Chunk
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ChunkDirectory _directory;

    private Chunk(ReadOnlySpan<byte> bytes, ChunkDirectory directory)
    {
        _bytes = bytes;
        _directory = directory;
    }

    /// <summary>The columns by signal, then kind.</summary>
    public ReadOnlySpan<ChunkColumn> Columns => _directory.Columns;

    /// <summary>Reads the head of a chunk.</summary>
    /// <exception cref="ChunkFormatException">The bytes are no chunk, or it is over <see cref="ChunkLimits"/>.</exception>
    public static Chunk Read(ReadOnlySpan<byte> bytes, ChunkDirectory directory)
    {
        directory.Read(bytes);
        return new Chunk(bytes, directory);
    }

    /// <summary>The times of a column, as many as it counts, in the order in which they were written.</summary>
    /// <exception cref="ChunkFormatException">The bytes are no times, or others than the head says.</exception>
    public void ReadTimes(ChunkColumn column, Span<long> times)
    {
        Span<long> exact = times[..column.Count];
        ByteReader input = new(_bytes.Slice(column.TimesAt, column.TimesLength));
        TimeSeries.Read(ref input, _directory.Origin, exact);
        if (input.Rest.Length > 0) throw new ChunkFormatException("A series of times has bytes beyond its times.");
        foreach (long time in exact)
        {
            // A search by the head would miss it.
            if (time < column.MinTime || time > column.MaxTime) throw new ChunkFormatException("A time lies outside the span in the chunk's head.");
        }
    }

    /// <summary>The values of a column of booleans, integers or numbers, in the bits of its <see cref="ColumnKind"/>.</summary>
    /// <exception cref="ChunkFormatException">The bytes are no values.</exception>
    public void ReadValues(ChunkColumn column, Span<long> bits)
    {
        if (column.Kind is ColumnKind.Absent or ColumnKind.Text) throw new ArgumentException($"A column of {column.Kind} has no bits.", nameof(column));
        ValueSeries.Read(column.Kind, Values(column), bits[..column.Count]);
    }

    /// <summary>The texts of a column; <paramref name="room"/> is overwritten on the way.</summary>
    /// <exception cref="ChunkFormatException">The bytes are no texts.</exception>
    public void ReadTexts(ChunkColumn column, Span<long> room, Span<string> texts)
    {
        if (column.Kind != ColumnKind.Text) throw new ArgumentException($"A column of {column.Kind} has no texts.", nameof(column));
        TextSeries.Read(Values(column), room[..column.Count], texts[..column.Count]);
    }

    /// <summary>What a column says of itself; null for texts, for absences and where the column is too short to say it.</summary>
    /// <exception cref="ChunkFormatException">The bytes are no values.</exception>
    public ColumnSummary? ReadSummary(ChunkColumn column) =>
        column.Kind is ColumnKind.Absent or ColumnKind.Text ? null : ValueSeries.ReadSummary(column.Kind, Values(column));

    private ReadOnlySpan<byte> Values(ChunkColumn column) => _bytes.Slice(column.ValuesAt, column.ValuesLength);
}

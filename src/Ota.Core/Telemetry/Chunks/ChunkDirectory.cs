namespace Ota.Core.Telemetry.Chunks;

/// <summary>Room for what <see cref="Chunk"/> reads of a chunk's head; reuse one for many chunks, one at a time.</summary>
public sealed class ChunkDirectory
{
    private ChunkColumn[] _columns = new ChunkColumn[32];
    private TimeBlock[] _blocks = new TimeBlock[32];
    private int[] _blockOffsets = new int[33];
    private int _count;

    internal long Origin { get; private set; }

    internal ReadOnlySpan<ChunkColumn> Columns => _columns.AsSpan(0, _count);

    /// <exception cref="ChunkFormatException">The bytes are no chunk.</exception>
    internal void Read(ReadOnlySpan<byte> bytes)
    {
        _count = 0;
        ByteReader input = new(bytes);
        byte version = input.Byte();
        if (version != ChunkWriter.Version) throw new ChunkFormatException($"A chunk has the unknown version {version}.");
        int blocks = input.Count(ChunkLimits.Columns, "Series of times");
        int columns = input.Count(ChunkLimits.Columns, "Columns");
        Origin = input.Signed();
        Grow(ref _blocks, blocks);
        Grow(ref _blockOffsets, blocks + 1);
        Grow(ref _columns, columns);
        for (int i = 0; i < blocks; i++) ReadBlock(ref input, i, bytes.Length);
        for (int i = 0; i < columns; i++) ReadColumn(ref input, i, blocks, bytes.Length);
        Place(input.Position, blocks, columns, bytes.Length);
        _count = columns;
    }

    private static void Grow<T>(ref T[] room, int count)
    {
        if (room.Length < count) room = new T[count];
    }

    private void ReadBlock(ref ByteReader input, int index, int limit)
    {
        int count = input.Count(ChunkLimits.Values, "Values");
        if (count == 0) throw new ChunkFormatException("A series of times is empty.");
        long min = unchecked(Origin + input.Signed());
        long max = unchecked(min + (long)input.Number());
        _blocks[index] = new TimeBlock(count, min, max, input.Count(limit, "Bytes of times"));
    }

    private void ReadColumn(ref ByteReader input, int index, int blocks, int limit)
    {
        ulong step = input.Number();
        uint previous = index == 0 ? 0 : _columns[index - 1].Signal;
        if (step > uint.MaxValue - previous) throw new ChunkFormatException("A signal's number is too large.");
        byte kind = input.Byte();
        if (kind > (byte)ColumnKind.Text) throw new ChunkFormatException($"A column has the unknown kind {kind}.");
        if (blocks == 0) throw new ChunkFormatException("A column has no times.");
        int block = input.Count(blocks - 1, "Number of a series of times");
        ChunkColumn column = new()
        {
            Signal = previous + (uint)step,
            Kind = (ColumnKind)kind,
            Count = _blocks[block].Count,
            MinTime = _blocks[block].Min,
            MaxTime = _blocks[block].Max,
            TimesAt = block,
            TimesLength = _blocks[block].Length,
            ValuesLength = input.Count(limit, "Bytes of values"),
        };
        if (index > 0 && !ChunkWriter.Follows(_columns[index - 1].Signal, _columns[index - 1].Kind, column.Signal, column.Kind))
            throw new ChunkFormatException("The columns are out of order.");
        _columns[index] = column;
    }

    /// <summary>Turns lengths into places; together they are the rest of the chunk, no more and no less.</summary>
    private void Place(int start, int blocks, int columns, int end)
    {
        long at = start;
        for (int i = 0; i < blocks; i++)
        {
            _blockOffsets[i] = (int)Math.Min(at, end);
            at += _blocks[i].Length;
        }
        long values = 0;
        for (int i = 0; i < columns; i++)
        {
            _columns[i] = _columns[i] with { TimesAt = _blockOffsets[_columns[i].TimesAt], ValuesAt = (int)Math.Min(at, end) };
            at += _columns[i].ValuesLength;
            values += _columns[i].Count;
        }
        if (at != end) throw new ChunkFormatException("The columns do not fill the chunk.");
        if (values > ChunkLimits.Values) throw new ChunkFormatException($"A chunk has {values} values; {ChunkLimits.Values} is the most.");
    }
}

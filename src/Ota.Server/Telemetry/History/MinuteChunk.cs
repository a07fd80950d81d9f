using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>
/// The minutes of a chunk, as a chunk of their own: each signal has five columns, of the numbers 8 x signal and following. The times
/// are the minutes' starts, those of the last value its own time, which tells the newer of two parts of a minute.
/// </summary>
internal sealed class MinuteChunk
{
    public const long Minute = 60_000;

    private const int ColumnsPerSignal = 8;
    private const int Parts = 5;
    private const uint MostSignal = uint.MaxValue / ColumnsPerSignal;

    private readonly ChunkDirectory _directory = new();
    private readonly ChunkWriter _writer = new();
    private readonly ColumnRoom _room = new();
    private readonly ColumnRoom[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new ColumnRoom())];
    private readonly SortedDictionary<long, MinuteSums> _minutes = [];

    public static long StartOf(long time) => time - (((time % Minute) + Minute) % Minute);

    /// <summary>Null if nothing in the chunk is a number.</summary>
    public SealedChunk? Downsample(ReadOnlySpan<byte> bytes)
    {
        Chunk chunk = Chunk.Read(bytes, _directory);
        _writer.Clear();
        (long first, long last) = (long.MaxValue, long.MinValue);
        ReadOnlySpan<ChunkColumn> columns = chunk.Columns;
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Signal > MostSignal || columns[i].MinTime < long.MinValue + Minute) continue;
            Gather(chunk, columns[i]);
            if (_minutes.Count == 0 || (i + 1 < columns.Length && columns[i + 1].Signal == columns[i].Signal)) continue;
            first = Math.Min(first, _minutes.First().Key);
            last = Math.Max(last, _minutes.Last().Key);
            Write(columns[i].Signal);
            _minutes.Clear();
        }
        _minutes.Clear();
        if (_writer.Count == 0) return null;
        byte[] body = new byte[_writer.MaxSize + Checked.Size];
        int size = _writer.Write(body) + Checked.Size;
        Checked.Close(body.AsSpan(0, size));
        return new SealedChunk(first, last, body[..size]);
    }

    /// <summary>Adds the minutes of one signal to those that are known.</summary>
    /// <exception cref="ChunkFormatException">The bytes are no minutes.</exception>
    public void Read(ReadOnlySpan<byte> bytes, uint signal, SortedDictionary<long, MinuteSums> minutes)
    {
        if (signal > MostSignal) return;
        Chunk chunk = Chunk.Read(bytes, _directory);
        ReadOnlySpan<ChunkColumn> columns = chunk.Columns;
        int at = 0;
        while (at < columns.Length && columns[at].Signal < signal * ColumnsPerSignal) at++;
        if (at == columns.Length || columns[at].Signal != signal * ColumnsPerSignal) return;
        if (at + Parts > columns.Length) throw new ChunkFormatException("A signal's minutes lack a column.");
        for (int part = 0; part < Parts; part++)
        {
            if (columns[at + part].Count != columns[at].Count) throw new ChunkFormatException("A signal's minutes are not as many in each column.");
            _parts[part].Read(chunk, columns[at + part]);
        }
        for (int i = 0; i < columns[at].Count; i++)
        {
            MinuteSums sums = new(
                Part(0, i), Part(1, i), Part(2, i), _parts[3].Times[i], Part(3, i), _parts[4].Bits[i]);
            Add(minutes, _parts[0].Times[i], sums);
        }
    }

    private static void Add(SortedDictionary<long, MinuteSums> minutes, long start, in MinuteSums sums) =>
        minutes[start] = minutes.TryGetValue(start, out MinuteSums known) ? known.With(sums) : sums;

    private double Part(int part, int index) => BitConverter.Int64BitsToDouble(_parts[part].Bits[index]);

    private void Gather(in Chunk chunk, ChunkColumn column)
    {
        if (column.Kind is ColumnKind.Absent or ColumnKind.Text) return;
        _room.Read(chunk, column);
        ReadOnlySpan<long> times = _room.Times;
        for (int i = 0; i < column.Count;)
        {
            long start = StartOf(times[i]);
            MinuteSums sums = MinuteSums.Empty;
            for (; i < column.Count && (ulong)(times[i] - start) < Minute; i++)
            {
                double value = _room.Number(column, i);
                if (!double.IsNaN(value)) sums.Take(times[i], value);
            }
            if (sums.Count > 0) Add(_minutes, start, sums);
        }
    }

    private void Write(uint signal)
    {
        uint column = signal * ColumnsPerSignal;
        long[] starts = [.. _minutes.Keys];
        MinuteSums[] sums = [.. _minutes.Values];
        _writer.Add(column, ColumnKind.Number, starts, Bits(sums, minute => minute.Min));
        _writer.Add(column + 1, ColumnKind.Number, starts, Bits(sums, minute => minute.Max));
        _writer.Add(column + 2, ColumnKind.Number, starts, Bits(sums, minute => minute.Sum));
        _writer.Add(column + 3, ColumnKind.Number, [.. sums.Select(minute => minute.LastTime)], Bits(sums, minute => minute.Last));
        _writer.Add(column + 4, ColumnKind.Integer, starts, [.. sums.Select(minute => minute.Count)]);
    }

    private static long[] Bits(MinuteSums[] sums, Func<MinuteSums, double> value) => [.. sums.Select(minute => BitConverter.DoubleToInt64Bits(value(minute)))];
}

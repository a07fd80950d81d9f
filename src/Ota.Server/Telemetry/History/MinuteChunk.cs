using System.Buffers;
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
    private readonly List<(long Start, MinuteSums Sums)> _minutes = [];
    private long[] _starts = new long[16];
    private long[] _lastTimes = new long[16];
    private long[] _bits = new long[16];

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
            Settle();
            first = Math.Min(first, _minutes[0].Start);
            last = Math.Max(last, _minutes[^1].Start);
            Write(columns[i].Signal);
            _minutes.Clear();
        }
        _minutes.Clear();
        if (_writer.Count == 0) return null;
        byte[] room = ArrayPool<byte>.Shared.Rent(_writer.MaxSize);
        int size = _writer.Write(room);
        byte[] body = new byte[size + Checked.Size];
        room.AsSpan(0, size).CopyTo(body);
        ArrayPool<byte>.Shared.Return(room);
        Checked.Close(body);
        return new SealedChunk(first, last, body);
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
            if (sums.Count > 0) _minutes.Add((start, sums));
        }
    }

    /// <summary>Into order, each minute once: columns of other kinds of the same signal, and times out of order, bring one again.</summary>
    private void Settle()
    {
        _minutes.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        int kept = 0;
        for (int i = 1; i < _minutes.Count; i++)
        {
            if (_minutes[i].Start == _minutes[kept].Start) _minutes[kept] = (_minutes[kept].Start, _minutes[kept].Sums.With(_minutes[i].Sums));
            else _minutes[++kept] = _minutes[i];
        }
        _minutes.RemoveRange(kept + 1, _minutes.Count - kept - 1);
    }

    private void Write(uint signal)
    {
        uint column = signal * ColumnsPerSignal;
        int count = _minutes.Count;
        if (_starts.Length < count) (_starts, _lastTimes, _bits) = (new long[count * 2], new long[count * 2], new long[count * 2]);
        for (int i = 0; i < count; i++) (_starts[i], _lastTimes[i]) = (_minutes[i].Start, _minutes[i].Sums.LastTime);
        Add(column, ColumnKind.Number, _starts, static sums => BitConverter.DoubleToInt64Bits(sums.Min));
        Add(column + 1, ColumnKind.Number, _starts, static sums => BitConverter.DoubleToInt64Bits(sums.Max));
        Add(column + 2, ColumnKind.Number, _starts, static sums => BitConverter.DoubleToInt64Bits(sums.Sum));
        Add(column + 3, ColumnKind.Number, _lastTimes, static sums => BitConverter.DoubleToInt64Bits(sums.Last));
        Add(column + 4, ColumnKind.Integer, _starts, static sums => sums.Count);

        void Add(uint part, ColumnKind kind, long[] times, Func<MinuteSums, long> bits)
        {
            for (int i = 0; i < count; i++) _bits[i] = bits(_minutes[i].Sums);
            _writer.Add(part, kind, times.AsSpan(0, count), _bits.AsSpan(0, count));
        }
    }
}

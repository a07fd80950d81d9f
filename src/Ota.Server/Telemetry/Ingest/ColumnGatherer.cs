using System.Runtime.InteropServices;
using System.Text;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;
using Ota.Core.Telemetry.Chunks;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>
/// Brings the good columns of a batch into the order that a chunk wants: by signal, absences first, each once. A batch may have several
/// columns of one signal; they become one.
/// </summary>
internal sealed class ColumnGatherer
{
    private readonly List<long> _order = [];
    private long[] _times = new long[256];
    private long[] _bits = new long[256];
    private string[] _texts = new string[16];
    private long[] _absent = new long[16];
    private int _count;
    private int _absentCount;

    /// <summary>Writes them with their times moved by <paramref name="offset"/> milliseconds, and notes what was written.</summary>
    public void Write(TelemetryBatch batch, long offset, ChunkWriter output, NewestValues values)
    {
        ReadOnlySpan<BatchColumn> columns = batch.Columns;
        _order.Clear();
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Problem == ValueProblem.None) _order.Add(((long)columns[i].SignalId << 32) | (uint)i);
        }
        _order.Sort();
        for (int i = 0; i < _order.Count; i++)
        {
            BatchColumn column = columns[(int)_order[i]];
            Take(batch, column, offset);
            bool isLast = i + 1 == _order.Count || columns[(int)_order[i + 1]].SignalId != column.SignalId;
            if (isLast) Flush(column.SignalId, column.Signal!.Kind, output, values);
        }
    }

    private static void MakeRoom<T>(ref T[] room, int count)
    {
        if (room.Length < count) Array.Resize(ref room, Math.Max(count, 2 * room.Length));
    }

    private void Take(TelemetryBatch batch, in BatchColumn column, long offset)
    {
        MakeRoom(ref _times, _count + column.Count);
        MakeRoom(ref _bits, _count + column.Count);
        ReadOnlySpan<long> times = batch.TimesOf(column);
        ReadOnlySpan<long> absent = batch.AbsentOf(column);
        MakeRoom(ref _absent, _absentCount + absent.Length);
        SignalKind kind = column.Signal!.Kind;
        if (kind == SignalKind.Text) MakeRoom(ref _texts, _count + column.Count);
        ReadOnlySpan<long> integers = kind is SignalKind.Integer or SignalKind.Flag ? batch.IntegersOf(column) : [];
        ReadOnlySpan<double> numbers = kind == SignalKind.Number ? batch.NumbersOf(column) : [];
        if (absent.IsEmpty && kind != SignalKind.Text)
        {
            Span<long> to = _times.AsSpan(_count, times.Length);
            for (int i = 0; i < times.Length; i++) to[i] = times[i] + offset;
            (kind == SignalKind.Number ? MemoryMarshal.Cast<double, long>(numbers) : integers).CopyTo(_bits.AsSpan(_count));
            _count += times.Length;
            return;
        }
        for (int i = 0; i < times.Length; i++)
        {
            if (!absent.IsEmpty && absent[0] == i)
            {
                _absent[_absentCount++] = times[i] + offset;
                absent = absent[1..];
                continue;
            }
            _times[_count] = times[i] + offset;
            if (kind == SignalKind.Text) _texts[_count] = Encoding.UTF8.GetString(batch.TextOf(column, i));
            else _bits[_count] = kind == SignalKind.Number ? BitConverter.DoubleToInt64Bits(numbers[i]) : integers[i];
            _count++;
        }
    }

    private void Flush(uint signal, SignalKind kind, ChunkWriter output, NewestValues values)
    {
        ReadOnlySpan<long> absent = _absent.AsSpan(0, _absentCount);
        ReadOnlySpan<long> times = _times.AsSpan(0, _count);
        if (_absentCount > 0)
        {
            output.Add(signal, ColumnKind.Absent, absent, []);
            values.Add(signal, ColumnKind.Absent, absent, [], []);
        }
        if (_count > 0 && kind == SignalKind.Text)
        {
            output.Add(signal, times, _texts.AsSpan(0, _count));
            values.Add(signal, ColumnKind.Text, times, [], _texts.AsSpan(0, _count));
        }
        else if (_count > 0)
        {
            output.Add(signal, KindOf(kind), times, _bits.AsSpan(0, _count));
            values.Add(signal, KindOf(kind), times, _bits, []);
        }
        (_count, _absentCount) = (0, 0);
    }

    private static ColumnKind KindOf(SignalKind kind) => kind switch
    {
        SignalKind.Flag => ColumnKind.Boolean,
        SignalKind.Integer => ColumnKind.Integer,
        _ => ColumnKind.Number,
    };
}

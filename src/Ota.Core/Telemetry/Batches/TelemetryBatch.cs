using System.Runtime.InteropServices;
using Ota.Core.Telemetry.Catalogue;

namespace Ota.Core.Telemetry.Batches;

/// <summary>
/// A decoded batch: columns of times and values in memory that the next batch uses again, so that decoding allocates nothing once
/// the largest batch has been seen. Not for several threads at once; what it hands out is valid until the next read.
/// </summary>
public sealed class TelemetryBatch
{
    private BatchColumn[] _columns = [];
    private long[] _times = [];
    private long[] _values = [];
    private long[] _absent = [];
    private byte[] _texts = [];
    private byte[] _inflated = [];
    private int _columnCount;
    private int _textCount;

    /// <summary>What the batch says about itself.</summary>
    public BatchHeader Header { get; internal set; }

    /// <summary>The columns in the order of the message, refused ones too.</summary>
    public ReadOnlySpan<BatchColumn> Columns => _columns.AsSpan(0, _columnCount);

    /// <summary>Readings of the columns that are not refused.</summary>
    public int Readings { get; private set; }

    /// <summary>Columns that are refused.</summary>
    public int Refused { get; private set; }

    internal Inflater Inflater { get; } = new();

    internal int TimeCount { get; private set; }

    internal int ValueCount { get; private set; }

    internal int AbsentCount { get; private set; }

    /// <summary>The times of a column's readings: Unix milliseconds by the vehicle's clock, in the order of the message.</summary>
    public ReadOnlySpan<long> TimesOf(in BatchColumn column) => _times.AsSpan(column.TimesAt, column.Count);

    /// <summary>The values of an <see cref="SignalKind.Integer"/> or <see cref="SignalKind.Flag"/> column.</summary>
    public ReadOnlySpan<long> IntegersOf(in BatchColumn column) => ValuesOf(column, SignalKind.Integer, SignalKind.Flag);

    /// <summary>The values of a <see cref="SignalKind.Number"/> column; NaN where the sensor had none.</summary>
    public ReadOnlySpan<double> NumbersOf(in BatchColumn column) =>
        MemoryMarshal.Cast<long, double>(ValuesOf(column, SignalKind.Number, SignalKind.Number));

    /// <summary>A value of a <see cref="SignalKind.Text"/> column in UTF-8.</summary>
    public ReadOnlySpan<byte> TextOf(in BatchColumn column, int index)
    {
        long word = ValuesOf(column, SignalKind.Text, SignalKind.Text)[index];
        return _texts.AsSpan((int)(word >> 32), (int)word);
    }

    /// <summary>The positions, ascending, at which the sensor explicitly had no value; the value there means nothing.</summary>
    public ReadOnlySpan<long> AbsentOf(in BatchColumn column) => _absent.AsSpan(column.AbsentAt, column.AbsentCount);

    internal void Clear()
    {
        Header = default;
        Readings = Refused = TimeCount = ValueCount = AbsentCount = _columnCount = _textCount = 0;
    }

    internal void Add(in BatchColumn column)
    {
        if (_columnCount == _columns.Length) Array.Resize(ref _columns, Math.Max(32, 2 * _columnCount));
        _columns[_columnCount++] = column;
        if (column.Problem == ValueProblem.None) Readings += column.Count;
        else Refused++;
    }

    internal Span<long> RoomForTimes(int count) => Room(ref _times, TimeCount, count);

    internal Span<long> RoomForValues(int count) => Room(ref _values, ValueCount, count);

    internal Span<long> RoomForAbsent(int count) => Room(ref _absent, AbsentCount, count);

    internal void KeepTimes(int count) => TimeCount += count;

    internal void KeepValues(int count) => ValueCount += count;

    internal void KeepAbsent(int count) => AbsentCount += count;

    internal Span<byte> RoomForInflated(int count)
    {
        if (_inflated.Length < count) _inflated = new byte[count];
        return _inflated.AsSpan(0, count);
    }

    /// <summary>Keeps a text and returns what stands for it among the values.</summary>
    internal long AddText(ReadOnlySpan<byte> utf8)
    {
        if (_texts.Length - _textCount < utf8.Length) Array.Resize(ref _texts, Math.Max(1024, 2 * (_textCount + utf8.Length)));
        utf8.CopyTo(_texts.AsSpan(_textCount));
        long word = ((long)_textCount << 32) | (uint)utf8.Length;
        _textCount += utf8.Length;
        return word;
    }

    private static Span<long> Room(ref long[] array, int from, int count)
    {
        if (array.Length - from < count) Array.Resize(ref array, Math.Max(256, 2 * (from + count)));
        return array.AsSpan(from, count);
    }

    private ReadOnlySpan<long> ValuesOf(in BatchColumn column, SignalKind kind, SignalKind other)
    {
        if (column.Problem != ValueProblem.None || column.Signal is not { } signal || (signal.Kind != kind && signal.Kind != other))
            throw new ArgumentException($"The column is refused or its values are of another kind than {kind}.", nameof(column));
        return _values.AsSpan(column.ValuesAt, column.Count);
    }
}

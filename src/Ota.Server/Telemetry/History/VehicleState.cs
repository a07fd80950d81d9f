using System.Buffers;
using System.Buffers.Binary;
using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>What is kept of a vehicle in memory: its newest values and which of its messages are stored.</summary>
internal sealed class VehicleState(VehicleKey key, ISequenceWindow window)
{
    private readonly Lock _sync = new();
    private LatestValue[] _latest = [];

    public VehicleKey Key { get; } = key;

    /// <summary>Only the writer's.</summary>
    public ISequenceWindow Window { get; set; } = window;

    /// <summary>The newest file that holds this state; only the writer's.</summary>
    public long StoredIn { get; set; }

    public IReadOnlyList<LatestValue> Latest
    {
        get
        {
            lock (_sync) return [.. _latest];
        }
    }

    /// <summary>
    /// Takes what is newer; the order of calls does not matter. A time ahead of the receipt is a clock that is wrong, and would keep
    /// every true value out.
    /// </summary>
    public void Take(TelemetryMessage message, HistoryOptions options) =>
        Take(message.Newest.Span, message.Received + (long)options.AheadTolerance.TotalMilliseconds);

    /// <summary>Length of the window, window, newest values as a chunk of columns of one value.</summary>
    public void Write(ArrayBufferWriter<byte> output, ChunkWriter columns)
    {
        output.ResetWrittenCount();
        output.GetSpan(sizeof(int));
        output.Advance(sizeof(int)); // For the length of the window.
        Window.Write(output);
        int windowSize = output.WrittenCount - sizeof(int);
        WriteLatest(output, columns);
        output.GetSpan(Checked.Size);
        output.Advance(Checked.Size);
        Span<byte> all = System.Runtime.InteropServices.MemoryMarshal.AsMemory(output.WrittenMemory).Span;
        BinaryPrimitives.WriteInt32LittleEndian(all, windowSize);
        Checked.Close(all);
    }

    /// <summary>Reads what was written. The window replaces this one's, the values are taken where they are newer.</summary>
    /// <exception cref="FormatException">The bytes are no state.</exception>
    public void Read(ReadOnlySpan<byte> written, ISequenceWindows windows, MessageReader reader)
    {
        if (!Checked.TryOpen(written, out ReadOnlySpan<byte> content) || content.Length < sizeof(int))
            throw new FormatException("The state of a vehicle is damaged.");
        int windowSize = BinaryPrimitives.ReadInt32LittleEndian(content);
        if (windowSize < 0 || windowSize > content.Length - sizeof(int)) throw new FormatException("The state of a vehicle is damaged.");
        Window = windows.Read(content.Slice(sizeof(int), windowSize));
        ReadOnlySpan<byte> values = content[(sizeof(int) + windowSize)..];
        if (values.IsEmpty) return; // It sent only what was historical.
        try
        {
            reader.Read(values);
        }
        catch (ChunkFormatException e)
        {
            throw new FormatException("The state of a vehicle is damaged.", e);
        }
        Take(reader.Values.Newest, long.MaxValue);
    }

    private void WriteLatest(ArrayBufferWriter<byte> output, ChunkWriter columns)
    {
        columns.Clear();
        lock (_sync)
        {
            foreach (LatestValue value in _latest) Add(columns, value);
        }
        if (columns.Count > 0) output.Advance(columns.Write(output.GetSpan(columns.MaxSize)));
    }

    private static void Add(ChunkWriter columns, LatestValue value)
    {
        if (value.Kind == ColumnKind.Text)
            columns.Add(value.Signal, [value.Time], [value.Text!]);
        else if (value.Kind == ColumnKind.Absent)
            columns.Add(value.Signal, value.Kind, [value.Time], []);
        else
            columns.Add(value.Signal, value.Kind, [value.Time], [value.Bits]);
    }

    private void Take(ReadOnlySpan<LatestValue> values, long newestAllowed)
    {
        lock (_sync)
        {
            foreach (ref readonly LatestValue value in values)
            {
                if (value.Time <= newestAllowed) Take(value);
            }
        }
    }

    private void Take(in LatestValue value)
    {
        int low = 0;
        int high = _latest.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_latest[middle].Signal < value.Signal) low = middle + 1;
            else high = middle;
        }
        if (low < _latest.Length && _latest[low].Signal == value.Signal)
        {
            if (value.IsNewerThan(_latest[low])) _latest[low] = value;
            return;
        }
        _latest = [.. _latest[..low], value, .. _latest[low..]];
    }
}

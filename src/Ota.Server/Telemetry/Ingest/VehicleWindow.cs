using System.Buffers;
using System.Buffers.Binary;
using Ota.Core.Telemetry.Batches;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>
/// The windows of one vehicle, one for each boot and stream, the most recently used last. A vehicle starts several times a day for many
/// years, so only the last ones are kept: a message of an older start would be stored again. The writer changes it, everybody reads.
/// </summary>
internal sealed class VehicleWindow(VehicleWindows all) : ISequenceWindow
{
    /// <summary>Boots and streams that are remembered: two weeks of a car that starts twice a day and buffers each time.</summary>
    public const int MostCounters = 64;

    private const byte Version = 1;
    private const int HeadSize = VehicleKey.Size + sizeof(uint) + sizeof(ushort);

    private static readonly SequenceWindow Fresh = new();

    private readonly Lock _sync = new();
    private readonly List<(UInt128 Boot, uint Stream, SequenceWindow Window)> _counters = [];

    public static VehicleWindow Read(VehicleWindows all, ReadOnlySpan<byte> written)
    {
        VehicleWindow read = new(all);
        if (written.IsEmpty || written[0] != Version) throw new FormatException("Not the windows of a vehicle.");
        for (written = written[1..]; !written.IsEmpty;)
        {
            if (written.Length < HeadSize) throw new FormatException("A window of a vehicle is cut off.");
            UInt128 boot = BinaryPrimitives.ReadUInt128BigEndian(written);
            uint stream = BinaryPrimitives.ReadUInt32LittleEndian(written[VehicleKey.Size..]);
            int size = BinaryPrimitives.ReadUInt16LittleEndian(written[(VehicleKey.Size + sizeof(uint))..]);
            if (written.Length - HeadSize < size || read._counters.Count == MostCounters || read.IndexOf(boot, stream) >= 0)
                throw new FormatException("The windows of a vehicle are not as they were written.");
            SequenceWindow window = SequenceWindow.TryRead(written.Slice(HeadSize, size))
                ?? throw new FormatException("A window of a vehicle is none.");
            read._counters.Add((boot, stream, window));
            written = written[(HeadSize + size)..];
        }
        return read;
    }

    /// <summary>
    /// Whether a message is known to be stored. One that comes after its number was given up is not known to be: stored twice is better
    /// than lost.
    /// </summary>
    public bool Contains(MessageKey key) => Peek(key) == SequenceVerdict.Repeat;

    public SequenceVerdict Peek(MessageKey key)
    {
        lock (_sync)
        {
            int index = IndexOf(key.BootId, key.Stream);
            return (index < 0 ? Fresh : _counters[index].Window).Peek(key.Sequence);
        }
    }

    /// <summary>What a number is to a vehicle that is new.</summary>
    public static SequenceVerdict PeekFresh(MessageKey key) => Fresh.Peek(key.Sequence);

    public void Add(MessageKey key)
    {
        lock (_sync)
        {
            SequenceWindow window = Use(key);
            if (window.Peek(key.Sequence) != SequenceVerdict.New) return; // Counted when it came, not when a start repeats it.
            if (key.Sequence > window.Highest + 1) all.Skip(key.Sequence - window.Highest - 1);
            window.Add(key.Sequence);
        }
    }

    /// <summary>Counts a message that came again.</summary>
    public void CountRepeat(MessageKey key)
    {
        lock (_sync)
        {
            int index = IndexOf(key.BootId, key.Stream);
            if (index >= 0 && _counters[index].Window.Peek(key.Sequence) == SequenceVerdict.Repeat) _counters[index].Window.Add(key.Sequence);
        }
    }

    public IReadOnlyList<SequenceState> States()
    {
        lock (_sync)
        {
            return
            [
                .. _counters.Select(counter => new SequenceState(
                    counter.Boot, counter.Stream, counter.Window.Watermark, counter.Window.Highest, counter.Window.Missing,
                    counter.Window.GivenUp, counter.Window.Repeats)),
            ];
        }
    }

    public void Write(IBufferWriter<byte> output)
    {
        lock (_sync)
        {
            output.Write([Version]);
            foreach ((UInt128 boot, uint stream, SequenceWindow window) in _counters)
            {
                Span<byte> room = output.GetSpan(HeadSize + window.Size);
                BinaryPrimitives.WriteUInt128BigEndian(room, boot);
                BinaryPrimitives.WriteUInt32LittleEndian(room[VehicleKey.Size..], stream);
                BinaryPrimitives.WriteUInt16LittleEndian(room[(VehicleKey.Size + sizeof(uint))..], (ushort)window.Size);
                output.Advance(HeadSize + window.Write(room[HeadSize..]));
            }
        }
    }

    private SequenceWindow Use(MessageKey key)
    {
        int index = IndexOf(key.BootId, key.Stream);
        if (index >= 0 && index == _counters.Count - 1) return _counters[index].Window;
        SequenceWindow window = index < 0 ? new SequenceWindow() : _counters[index].Window;
        if (index >= 0) _counters.RemoveAt(index);
        else if (_counters.Count == MostCounters) _counters.RemoveAt(0);
        _counters.Add((key.BootId, key.Stream, window));
        return window;
    }

    // A loop: on the path of each message, where a predicate would be two objects.
    private int IndexOf(UInt128 boot, uint stream)
    {
        for (int i = _counters.Count - 1; i >= 0; i--)
        {
            if (_counters[i].Boot == boot && _counters[i].Stream == stream) return i;
        }
        return -1;
    }
}

using System.Buffers.Binary;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;
using Ota.Core.Telemetry.Chunks;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>
/// Turns what a vehicle published into what the history stores. What cannot be is left out with a reason; a message whose times mean
/// nothing, or of whose columns none is good, is still stored without readings, so that it counts as received and not as a gap. Not for
/// several threads at once.
/// </summary>
internal sealed class TelemetryDecoder(SignalCatalogue catalogue, BootClocks clocks, HistoryOptions options)
{
    /// <summary>What was found of the vehicle's clock and by how much the times were moved, where anything was.</summary>
    public const uint ClockFlagsSignal = TelemetryMessage.SentSignal - 1;

    public const uint ClockOffsetSignal = TelemetryMessage.SentSignal - 2;

    private readonly TelemetryBatch _batch = new();
    private readonly ColumnGatherer _gatherer = new();
    private readonly ChunkWriter _chunk = new();
    private readonly NewestValues _values = new();

    /// <summary>What comes of it is good as long as the arena is not cleared.</summary>
    public DecodedMessage Decode(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, DateTimeOffset received, MessageArena arena)
    {
        if (!TelemetryTopic.TryRead(topic, out VehicleKey vehicle)) return Refused(default, Refusal.UnknownVehicleName);
        BatchProblem problem = BatchReader.Read(payload, catalogue, BatchLimits.Default, _batch);
        if (problem != BatchProblem.None) return Refused(vehicle, Refusal.Of(problem));
        BatchHeader header = _batch.Header;
        TimeVerdict time = CaptureClock.Judge(header, received, TimePolicy.Default, clocks.Find(vehicle));
        clocks.Learn(vehicle, header, time);
        IReadOnlyList<Refusal> refusals = time.IsQuarantined ? [Refusal.Of(time.Flags)] : ColumnRefusals();
        TelemetryMessage message = MessageOf(vehicle, header, time, received.ToUnixTimeMilliseconds(), arena);
        return message.Chunk.Length > options.MessageBytes
            ? Refused(vehicle, Refusal.TooLarge)
            : new DecodedMessage(vehicle, message, time.IsQuarantined ? 0 : _batch.Readings, refusals);
    }

    private static DecodedMessage Refused(VehicleKey vehicle, Refusal why) => new(vehicle, null, 0, [why]);

    private static MessageKey KeyOf(in BatchHeader header)
    {
        Span<byte> boot = stackalloc byte[BootId.Size];
        header.BootId.Write(boot);
        return new MessageKey(BinaryPrimitives.ReadUInt128BigEndian(boot), header.Stream, header.Seq);
    }

    private TelemetryMessage MessageOf(VehicleKey vehicle, in BatchHeader header, in TimeVerdict time, long received, MessageArena arena)
    {
        _chunk.Clear();
        _values.Clear();
        long capture = time.IsQuarantined ? received : time.CaptureMs;
        if (!time.IsQuarantined) _gatherer.Write(_batch, time.OffsetMs, _chunk, _values);
        if (time.Flags != TimeFlags.None)
        {
            Add(ClockOffsetSignal, capture, time.OffsetMs);
            Add(ClockFlagsSignal, capture, (long)time.Flags);
        }
        Add(TelemetryMessage.SentSignal, capture, header.SentMs);
        Add(TelemetryMessage.ReceivedSignal, capture, received);
        return TelemetryMessage.From(
            vehicle, KeyOf(header), received, header.Historical || time.IsQuarantined, arena.Keep(_chunk), _values, arena.Keep(_values.Newest));
    }

    private void Add(uint signal, long capture, long value)
    {
        _chunk.Add(signal, ColumnKind.Integer, [capture], [value]);
        _values.Add(signal, ColumnKind.Integer, [capture], [value], []);
    }

    private Refusal[] ColumnRefusals()
    {
        if (_batch.Refused == 0) return [];
        List<Refusal> refusals = [];
        foreach (ref readonly BatchColumn column in _batch.Columns)
        {
            if (column.Problem != ValueProblem.None) refusals.Add(Refusal.Of(column));
        }
        return [.. refusals];
    }
}

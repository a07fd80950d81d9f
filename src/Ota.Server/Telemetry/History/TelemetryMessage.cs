using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>
/// One message of a vehicle, checked: its readings as a chunk, and what the store must know of it. The memory is the maker's, who may use it
/// for others once the append is over.
/// </summary>
internal sealed class TelemetryMessage
{
    /// <summary>Beside the signals of the catalogue, each message has columns of one value that keep when it was sent and received.</summary>
    public const uint ReceivedSignal = uint.MaxValue;

    public const uint SentSignal = uint.MaxValue - 1;

    [ThreadStatic]
    private static MessageReader? ThreadReader;

    private TelemetryMessage(VehicleKey vehicle, MessageKey key, long received, bool historical, ReadOnlyMemory<byte> chunk)
    {
        Vehicle = vehicle;
        Key = key;
        Received = received;
        Historical = historical;
        Chunk = chunk;
    }

    public VehicleKey Vehicle { get; }

    public MessageKey Key { get; }

    public long Received { get; }

    /// <summary>Buffered while the vehicle was away: never the latest value.</summary>
    public bool Historical { get; }

    public ReadOnlyMemory<byte> Chunk { get; }

    public int Values { get; private init; }

    public long FirstTime { get; private init; }

    public long LastTime { get; private init; }

    /// <summary>The newest value of each of its signals.</summary>
    public ReadOnlyMemory<LatestValue> Newest { get; private init; }

    /// <summary>Makes a message of the columns in the writer, which are read again for what is in them.</summary>
    public static TelemetryMessage From(
        ChunkWriter columns, VehicleKey vehicle, MessageKey key, long capture, long sent, long received, bool historical)
    {
        columns.Add(SentSignal, ColumnKind.Integer, [capture], [sent]);
        columns.Add(ReceivedSignal, ColumnKind.Integer, [capture], [received]);
        return Read(vehicle, key, received, historical, columns.ToArray());
    }

    /// <summary>Makes a message of a chunk whose values are known already.</summary>
    /// <param name="vehicle">Who sent it.</param>
    /// <param name="key">What tells it from the vehicle's others.</param>
    /// <param name="received">When.</param>
    /// <param name="historical">Whether its values are never the latest.</param>
    /// <param name="chunk">Its columns, those of <see cref="SentSignal"/> and <see cref="ReceivedSignal"/> among them.</param>
    /// <param name="values">What is in them.</param>
    /// <param name="newest">The newest of each signal.</param>
    public static TelemetryMessage From(
        VehicleKey vehicle, MessageKey key, long received, bool historical, ReadOnlyMemory<byte> chunk, NewestValues values,
        ReadOnlyMemory<LatestValue> newest) => new(vehicle, key, received, historical, chunk)
        {
            Values = values.Count,
            FirstTime = values.FirstTime,
            LastTime = values.LastTime,
            Newest = historical ? default : newest,
        };

    /// <exception cref="ChunkFormatException">The bytes are no chunk: nothing of it can be stored.</exception>
    public static TelemetryMessage Read(VehicleKey vehicle, MessageKey key, long received, bool historical, ReadOnlyMemory<byte> chunk)
    {
        MessageReader reader = ThreadReader ??= new MessageReader();
        reader.Read(chunk.Span);
        return From(vehicle, key, received, historical, chunk, reader.Values, reader.Values.Newest.ToArray());
    }
}

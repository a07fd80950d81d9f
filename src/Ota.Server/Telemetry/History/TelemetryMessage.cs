using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>One message of a vehicle, checked: its readings as a chunk, and what the store must know of it.</summary>
internal sealed class TelemetryMessage
{
    /// <summary>Beside the signals of the catalogue, each message has columns of one value that keep when it was sent and received.</summary>
    public const uint ReceivedSignal = uint.MaxValue;

    public const uint SentSignal = uint.MaxValue - 1;

    [ThreadStatic]
    private static MessageReader? ThreadReader;

    private TelemetryMessage(VehicleKey vehicle, MessageKey key, long received, bool historical, byte[] chunk)
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

    public byte[] Chunk { get; }

    public int Values { get; private set; }

    public long FirstTime { get; private set; }

    public long LastTime { get; private set; }

    /// <summary>The newest value of each of its signals.</summary>
    public IReadOnlyList<LatestValue> Newest { get; private set; } = [];

    /// <summary>The same without <see cref="Newest"/>, which are larger than the rest and of no use once they are taken.</summary>
    public TelemetryMessage ToKeep()
    {
        TelemetryMessage kept = (TelemetryMessage)MemberwiseClone();
        kept.Newest = [];
        return kept;
    }

    /// <summary>Makes a message of the columns in the writer, which are read again for what is in them.</summary>
    public static TelemetryMessage From(
        ChunkWriter columns, VehicleKey vehicle, MessageKey key, long capture, long sent, long received, bool historical)
    {
        columns.Add(SentSignal, ColumnKind.Integer, [capture], [sent]);
        columns.Add(ReceivedSignal, ColumnKind.Integer, [capture], [received]);
        return Read(vehicle, key, received, historical, columns.ToArray());
    }

    /// <summary>Makes a message of the columns in the writer, of which the values are known already.</summary>
    public static TelemetryMessage From(
        ChunkWriter columns, NewestValues values, VehicleKey vehicle, MessageKey key, long capture, long sent, long received, bool historical)
    {
        Add(SentSignal, sent);
        Add(ReceivedSignal, received);
        return new TelemetryMessage(vehicle, key, received, historical, columns.ToArray()).With(values);

        void Add(uint signal, long value)
        {
            columns.Add(signal, ColumnKind.Integer, [capture], [value]);
            values.Add(signal, ColumnKind.Integer, [capture], [value], []);
        }
    }

    /// <exception cref="ChunkFormatException">The bytes are no chunk: nothing of it can be stored.</exception>
    public static TelemetryMessage Read(VehicleKey vehicle, MessageKey key, long received, bool historical, byte[] chunk)
    {
        MessageReader reader = ThreadReader ??= new MessageReader();
        reader.Read(chunk);
        return new TelemetryMessage(vehicle, key, received, historical, chunk).With(reader.Values);
    }

    private TelemetryMessage With(NewestValues values)
    {
        Values = values.Count;
        FirstTime = values.FirstTime;
        LastTime = values.LastTime;
        if (!Historical) Newest = values.ToArray();
        return this;
    }
}

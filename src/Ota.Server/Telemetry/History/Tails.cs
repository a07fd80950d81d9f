using System.Collections.Concurrent;

namespace Ota.Server.Telemetry.History;

/// <summary>All tails of one file, in the order in which their oldest message came. Changed by the writer only.</summary>
internal sealed class Tails
{
    private readonly ConcurrentDictionary<VehicleKey, Tail> _byVehicle = new();
    private readonly LinkedList<Tail> _byAge = new();

    /// <summary>Bytes of all messages in them.</summary>
    public long Bytes { get; private set; }

    public bool IsEmpty => _byAge.Count == 0;

    /// <summary>The tail with the oldest message.</summary>
    public Tail? Oldest => _byAge.First?.Value;

    public IEnumerable<Tail> ByAge => _byAge;

    public Tail? Find(VehicleKey vehicle) => _byVehicle.GetValueOrDefault(vehicle);

    public Tail Of(VehicleKey vehicle) => _byVehicle.GetOrAdd(vehicle, static key => new Tail(key));

    public Tail Add(long position, TelemetryMessage message, ReadOnlyMemory<byte> written, long timestamp)
    {
        Tail tail = Of(message.Vehicle);
        tail.Add(position, message, written, timestamp);
        tail.Place ??= _byAge.AddLast(tail);
        Bytes += written.Length;
        return tail;
    }

    public void Clear(Tail tail)
    {
        Bytes -= tail.Bytes;
        if (tail.Place is { } place) _byAge.Remove(place);
        tail.Place = null;
        tail.Clear();
    }

    /// <summary>Forgets the vehicles too: the file is finished.</summary>
    public void Forget() => _byVehicle.Clear();
}

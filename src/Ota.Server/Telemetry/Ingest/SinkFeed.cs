using System.Runtime.InteropServices;
using Ota.Core.Telemetry.Catalogue;
using Ota.Core.Telemetry.Chunks;
using Ota.Server.Telemetry.History;
using Ota.Server.Telemetry.Sinks;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>Hands what was stored to the sinks. The readings are taken from the stored chunk: keeping them ready would double the memory.</summary>
internal sealed class SinkFeed(ITelemetrySink sink, SignalCatalogue catalogue)
{
    [ThreadStatic]
    private static Room? ThreadRoom;

    // Most servers have none.
    private readonly bool _hasSinks = sink is not TelemetrySinks { All.Count: 0 };

    public void Offer(TelemetryMessage message)
    {
        if (!_hasSinks) return;
        Room room = ThreadRoom ??= new Room();
        room.Points.Clear();
        string vid = message.Vehicle.ToString();
        Chunk chunk = Chunk.Read(message.Chunk.Span, room.Directory);
        foreach (ChunkColumn column in chunk.Columns)
        {
            if (column.Kind == ColumnKind.Absent || catalogue.Find(column.Signal, catalogue.Version) is not { } signal) continue;
            room.Columns.Read(chunk, column);
            for (int i = 0; i < column.Count; i++)
            {
                LatestValue value = room.Columns.Value(column, i);
                room.Points.Add(new TelemetryPoint(vid, signal.Path, value.Time, ValueOf(value, signal.Type)));
            }
        }
        room.Points.Sort(static (a, b) => a.TimeMs.CompareTo(b.TimeMs));
        sink.Offer(CollectionsMarshal.AsSpan(room.Points));
    }

    private static PointValue ValueOf(in LatestValue value, SignalType type) => value.Kind switch
    {
        ColumnKind.Boolean => PointValue.Of(value.Bits != 0),
        ColumnKind.Integer => PointValue.Of(value.Bits),
        ColumnKind.Text => PointValue.Of(value.Text!),
        _ when type == SignalType.Float => PointValue.Of((float)BitConverter.Int64BitsToDouble(value.Bits)),
        _ => PointValue.Of(BitConverter.Int64BitsToDouble(value.Bits)),
    };

    private sealed class Room
    {
        public ChunkDirectory Directory { get; } = new();

        public ColumnRoom Columns { get; } = new();

        public List<TelemetryPoint> Points { get; } = [];
    }
}

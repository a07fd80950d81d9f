using Ota.Core.Telemetry.Chunks;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Tests.Telemetry.History;

/// <summary>The same promises kept in the plainest way: what the embedded history is compared with.</summary>
internal sealed class MemoryHistory(HistoryOptions options) : ITelemetryHistory
{
    private readonly Dictionary<VehicleKey, Dictionary<MessageKey, TelemetryMessage>> _messages = [];

    public HistoryCondition Condition => HistoryCondition.Good;

    public Task<AppendOutcome[]> AppendAsync(IReadOnlyList<TelemetryMessage> messages, CancellationToken stop) =>
        Task.FromResult(messages.Select(Append).ToArray());

    private AppendOutcome Append(TelemetryMessage message)
    {
        if (!_messages.TryGetValue(message.Vehicle, out Dictionary<MessageKey, TelemetryMessage>? known))
            _messages.Add(message.Vehicle, known = []);
        return known.TryAdd(message.Key, message) ? AppendOutcome.Stored : AppendOutcome.Repeated;
    }

    public ISequenceWindow? Window(VehicleKey vehicle)
    {
        if (!_messages.TryGetValue(vehicle, out Dictionary<MessageKey, TelemetryMessage>? known)) return null;
        ISequenceWindow window = new SetWindows().Create();
        foreach (MessageKey key in known.Keys) window.Add(key);
        return window;
    }

    public IReadOnlyList<LatestValue> Latest(VehicleKey vehicle) =>
    [
        .. Of(vehicle).Where(message => !message.Historical)
            .SelectMany(message => message.Newest.ToArray().Where(value => value.Time <= message.Received + (long)options.AheadTolerance.TotalMilliseconds))
            .GroupBy(value => value.Signal)
            .Select(values => values.Aggregate((best, value) => value.IsNewerThan(best) ? value : best))
            .OrderBy(value => value.Signal),
    ];

    public Task<HistoryRange> RangeAsync(VehicleKey vehicle, uint signal, long from, long to, int maxPoints, CancellationToken stop)
    {
        HistoryPoint[] points = [.. Points(vehicle, signal).Where(point => point.Time >= from && point.Time < to).OrderBy(point => point.Time)];
        if (points.Length <= maxPoints) return Task.FromResult(new HistoryRange(points, [], points.Length));
        Int128 width = ((Int128)to - from + maxPoints - 1) / maxPoints;
        PlotBucket[] buckets =
        [
            .. points.Where(point => point.Kind is not (ColumnKind.Text or ColumnKind.Absent))
                .GroupBy(point => ((Int128)point.Time - from) / width)
                .Select(bucket => Bucket((long)(from + (bucket.Key * width)), [.. bucket])),
        ];
        return Task.FromResult(new HistoryRange(
            [.. points.Where(point => point.Kind is ColumnKind.Text or ColumnKind.Absent).Take(maxPoints)], buckets, points.Length));
    }

    public IEnumerable<TelemetryMessage> Journal(long from, long to) =>
        _messages.Values.SelectMany(known => known.Values).Where(message => message.Received >= from && message.Received < to);

    public Task<HistoryCount> CountAsync(VehicleKey vehicle, uint lastSignal, CancellationToken stop)
    {
        List<TelemetryMessage> messages = Of(vehicle);
        return Task.FromResult(new HistoryCount(messages.Count, messages.Sum(message => (long)Counted(message, lastSignal))));
    }

    public Task<IReadOnlyList<MinuteValue>> MinutesAsync(VehicleKey vehicle, uint signal, long from, long to, CancellationToken stop)
    {
        IReadOnlyList<MinuteValue> minutes =
        [
            .. Points(vehicle, signal).Where(point => point.Kind is not (ColumnKind.Text or ColumnKind.Absent) && !double.IsNaN(Number(point)))
                .GroupBy(point => MinuteChunk.StartOf(point.Time))
                .Where(minute => minute.Key >= from && minute.Key < to)
                .OrderBy(minute => minute.Key)
                .Select(minute => new MinuteValue(
                    minute.Key, minute.Min(Number), minute.Max(Number), minute.Average(Number),
                    minute.OrderBy(point => point.Time).ThenBy(Number).Select(Number).Last(), minute.Count())),
        ];
        return Task.FromResult(minutes);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static PlotBucket Bucket(long start, HistoryPoint[] points)
    {
        double[] numbers = [.. points.Select(Number).Where(number => !double.IsNaN(number)).DefaultIfEmpty(double.NaN)];
        return new PlotBucket(start, numbers.Min(), numbers.Max(), points[^1].Time, Number(points[^1]), points.Length);
    }

    private static double Number(HistoryPoint point) => point.Kind == ColumnKind.Number ? BitConverter.Int64BitsToDouble(point.Bits) : point.Bits;

    private List<TelemetryMessage> Of(VehicleKey vehicle) =>
        _messages.TryGetValue(vehicle, out Dictionary<MessageKey, TelemetryMessage>? known) ? [.. known.Values] : [];

    private IEnumerable<HistoryPoint> Points(VehicleKey vehicle, uint signal)
    {
        foreach (TelemetryMessage message in Of(vehicle))
        {
            foreach (HistoryPoint point in Points(message, signal)) yield return point;
        }
    }

    private static List<HistoryPoint> Points(TelemetryMessage message, uint signal)
    {
        ColumnRoom room = new();
        Chunk chunk = Chunk.Read(message.Chunk.Span, new ChunkDirectory());
        List<HistoryPoint> points = [];
        foreach (ChunkColumn column in chunk.Columns)
        {
            if (column.Signal != signal) continue;
            room.Read(chunk, column);
            for (int i = 0; i < column.Count; i++) points.Add(room.Point(column, i));
        }
        return points;
    }

    private static int Counted(TelemetryMessage message, uint lastSignal)
    {
        int count = 0;
        foreach (ChunkColumn column in Chunk.Read(message.Chunk.Span, new ChunkDirectory()).Columns)
        {
            if (column.Signal <= lastSignal) count += column.Count;
        }
        return count;
    }
}

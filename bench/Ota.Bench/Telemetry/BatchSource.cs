using Ota.Core.Telemetry.Chunks;
using Ota.Server.Telemetry.History;

namespace Ota.Bench.Telemetry;

/// <summary>Makes 10 s batches of many virtual cars, each a piece of one trip at another time.</summary>
internal sealed class BatchSource
{
    private const long Span = 10_000;
    private const long FirstDay = 1_795_305_600_000; // 2026-11-22T00:00:00Z

    private readonly ChunkWriter _writer = new();
    private readonly List<List<Column>> _batches;

    private BatchSource(List<List<Column>> batches) => _batches = batches;

    public double ValuesPerBatch => _batches.Average(batch => (double)batch.Sum(column => column.Times.Length));

    /// <summary>19 signals at 1 Hz of a car that drives: decimals that walk, flags that seldom change, and two full-mantissa doubles.</summary>
    public static BatchSource Synthetic()
    {
        Random random = new(1);
        double[] walk = new double[19];
        return new BatchSource([.. Enumerable.Range(0, 60).Select(batch => Enumerable.Range(0, walk.Length).Select(signal =>
        {
            long[] times = [.. Enumerable.Range(0, 10).Select(i => (batch * Span) + (i * 1000L) + (signal % 4))];
            return signal switch
            {
                < 3 => new Column((uint)signal, ColumnKind.Boolean, times, [.. times.Select(_ => (long)(batch / 7 % 2))]),
                < 5 => new Column((uint)signal, ColumnKind.Number, times, [.. times.Select(_ => BitConverter.DoubleToInt64Bits(random.NextDouble()))]),
                _ => new Column((uint)signal, ColumnKind.Number, times, [.. times.Select(_ => BitConverter.DoubleToInt64Bits(Walk(signal)))]),
            };
        }).ToList())]);

        double Walk(int signal) => Math.Round(walk[signal] += random.Next(-20, 21) / 10.0, 1);
    }

    /// <summary>The trip of one recorded car: lines of ts_ms,vehicle_id,trip_id,signal,value.</summary>
    public static BatchSource Recorded(string file, string vehicle)
    {
        List<Reading> readings = Recording.Read(file, vehicle);
        long start = readings.Min(reading => reading.Time);
        return new BatchSource([.. readings.GroupBy(reading => (reading.Time - start) / Span).OrderBy(batch => batch.Key).Select(batch => batch
            .GroupBy(reading => reading.Signal).OrderBy(column => column.Key)
            .Select(column => new Column(
                column.Key, ColumnKind.Number, [.. column.Select(reading => reading.Time - start)],
                [.. column.Select(reading => BitConverter.DoubleToInt64Bits(reading.Value))])).ToList())]);
    }

    public TelemetryMessage Next(int vehicle, int round)
    {
        List<Column> batch = _batches[(vehicle + round) % _batches.Count];
        long start = FirstDay + (round * Span) - batch[0].Times[0];
        _writer.Clear();
        Span<long> times = stackalloc long[1024];
        foreach (Column column in batch)
        {
            Span<long> moved = times[..column.Times.Length];
            for (int i = 0; i < moved.Length; i++) moved[i] = column.Times[i] + start;
            _writer.Add(column.Signal, column.Kind, moved, column.Bits);
        }
        long now = FirstDay + (round * Span);
        return TelemetryMessage.From(
            _writer, new VehicleKey((UInt128)(uint)vehicle * 0x9e3779b97f4a7c15), new MessageKey(1, 0, (ulong)round + 1), now, now, now + 80, false);
    }

    private sealed record Column(uint Signal, ColumnKind Kind, long[] Times, long[] Bits);
}

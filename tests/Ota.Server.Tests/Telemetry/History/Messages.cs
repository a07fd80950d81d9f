using Ota.Core.Telemetry.Chunks;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Tests.Telemetry.History;

/// <summary>Makes messages.</summary>
internal static class Messages
{
    public const long Noon = 1_795_348_800_000; // 2026-11-22T12:00:00Z

    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(Noon);

    public static VehicleKey Vehicle(int number) => new(UInt128.MaxValue / 3 + (UInt128)(uint)number);

    public static MessageKey Key(ulong sequence) => new(7, 0, sequence);

    /// <summary>A message whose signal 1 has these values, one each second.</summary>
    public static TelemetryMessage Of(int vehicle, ulong sequence, long time, params double[] values) =>
        Of(vehicle, sequence, time, historical: false, values);

    public static TelemetryMessage Of(int vehicle, ulong sequence, long time, bool historical, params double[] values)
    {
        ChunkWriter columns = new();
        columns.Add(
            1, ColumnKind.Number, [.. values.Select((_, i) => time + (1000L * i))], [.. values.Select(BitConverter.DoubleToInt64Bits)]);
        return TelemetryMessage.From(columns, Vehicle(vehicle), Key(sequence), time, time, Noon, historical);
    }

    public static async Task<AppendOutcome> AppendAsync(this ITelemetryHistory history, TelemetryMessage message) =>
        (await history.AppendAsync([message], default))[0];

    public static async Task<double[]> ValuesAsync(this ITelemetryHistory history, int vehicle, uint signal = 1)
    {
        HistoryRange range = await history.RangeAsync(Vehicle(vehicle), signal, long.MinValue, long.MaxValue, HistoryReader.MostPoints, default);
        range.Buckets.Should().BeEmpty("a test asks for fewer than would be bucketed");
        return [.. range.Points.Select(point => point.Kind == ColumnKind.Number ? BitConverter.Int64BitsToDouble(point.Bits) : point.Bits)];
    }
}

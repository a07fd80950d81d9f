using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Ota.Core.Telemetry.Catalogue;
using Ota.Core.Telemetry.Chunks;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>What vehicles reported as messages.</summary>
internal static class TelemetryMessages
{
    /// <summary>Signals of the catalogue only: beside them the history keeps its own.</summary>
    public static IEnumerable<V1.SignalValue> From(IEnumerable<LatestValue> values, SignalCatalogue catalogue)
    {
        foreach (LatestValue value in values)
        {
            if (value.Signal > SignalCatalogue.MaximumId) continue;
            SignalDefinition? signal = catalogue.Find(value.Signal, catalogue.Version);
            V1.SignalValue message = From(new HistoryPoint(value.Time, value.Kind, value.Bits, value.Text));
            message.Signal = signal?.Path ?? value.Signal.ToString(CultureInfo.InvariantCulture); // A later version may have ended it.
            message.Unit = signal?.Unit ?? "";
            yield return message;
        }
    }

    public static V1.SignalValue From(HistoryPoint point)
    {
        V1.SignalValue message = new() { Time = TimeOf(point.Time) };
        switch (point.Kind)
        {
            case ColumnKind.Boolean:
                message.Flag = point.Bits != 0;
                break;
            case ColumnKind.Integer:
                message.Integer = point.Bits;
                break;
            case ColumnKind.Number:
                message.Number = BitConverter.Int64BitsToDouble(point.Bits);
                break;
            case ColumnKind.Text:
                message.Text = point.Text;
                break;
        }
        return message;
    }

    public static V1.HistoryBucket From(PlotBucket bucket) => new()
    {
        StartTime = TimeOf(bucket.Start),
        Min = bucket.Min,
        Max = bucket.Max,
        Last = bucket.Last,
        LastTime = TimeOf(bucket.LastTime),
        Count = bucket.Count,
    };

    public static V1.IngestState.Types.Sequence From(SequenceState state) => new()
    {
        BootId = state.BootId.ToString("x32", CultureInfo.InvariantCulture),
        Stream = state.Stream,
        Watermark = state.Watermark,
        Highest = state.Highest,
        Missing = state.Missing,
        GivenUp = state.GivenUp,
        Repeats = state.Repeats,
    };

    public static V1.IngestState.Types.Refusal From(QuarantinedItem item) =>
        new() { Time = TimeOf(item.Time), Reason = item.Refusal.Reason, Detail = item.Refusal.Detail };

    public static V1.WatchResponse From(WatchedMessage watched, SignalCatalogue catalogue) => new()
    {
        Vid = watched.Vehicle.ToString(),
        ReceiveTime = TimeOf(watched.Received),
        Historical = watched.Historical,
        Values = { From(watched.Newest, catalogue) },
        Readings = watched.Readings,
    };

    public static Timestamp TimeOf(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToTimestamp();
}

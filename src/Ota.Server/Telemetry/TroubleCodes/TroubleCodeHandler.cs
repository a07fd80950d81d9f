using Ota.Core.Telemetry.TroubleCodes;
using Ota.Core.Vehicles;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Telemetry.History;
using Ota.Server.Telemetry.Ingest;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>Takes the reports of trouble codes that vehicles publish.</summary>
internal sealed class TroubleCodeHandler(
    TroubleCodeStore store, BootClocks clocks, Quarantine quarantine, TroubleCodeMetrics metrics, ILogger<TroubleCodeHandler> log) : IUpHandler
{
    public string Type => "dtc";

    public async Task<UpReceipt> TakeAsync(Vid vehicle, ReadOnlyMemory<byte> payload, DateTimeOffset received, CancellationToken stop)
    {
        VehicleKey key = TelemetryTopic.KeyOf(vehicle);
        if (TroubleCodeReader.TryRead(payload.Span, out Refusal refusal) is not { } read) return Refuse(refusal);
        TroubleCodeReport report = TroubleCodeClock.Judge(read, received, clocks.Find(key));
        switch (await store.WriteAsync(vehicle, report, payload, stop))
        {
            case TroubleCodeOutcome.TooManyCodes:
                return Refuse(TroubleCodeRefusal.TooManyCodes);
            case TroubleCodeOutcome.Repeated:
                return UpReceipt.Repeated;
            case TroubleCodeOutcome.LeftOut:
                metrics.LeftOut();
                if (quarantine.Note(key, TroubleCodeRefusal.HistoryFull)) log.HistoryFull(vehicle.Value);
                return UpReceipt.Stored;
            default:
                return UpReceipt.Stored;
        }
    }

    private static UpReceipt Refuse(Refusal refusal) => UpReceipt.Refused(refusal.Reason, refusal.Detail);
}

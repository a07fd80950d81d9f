using Grpc.Core;
using Ota.Core.Telemetry.Catalogue;
using Ota.Server.Hosting;
using Ota.Server.Telemetry.History;
using Ota.Server.Telemetry.TroubleCodes;
using Ota.Server.Vehicles;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>Telemetry as a service. Whether the caller may was decided before.</summary>
internal sealed class TelemetryService(
    TelemetryReads reads, ITelemetryHistory history, Quarantine quarantine, SignalCatalogue catalogue, TelemetryWatching watching,
    TroubleCodeReads troubleCodes, TimeProvider time)
    : V1.Telemetry.TelemetryBase
{
    public override async Task<V1.GetLatestResponse> GetLatest(V1.GetLatestRequest request, ServerCallContext context)
    {
        VehicleKey vehicle = await FindAsync(request.Vehicle, request.Purpose, context);
        return new V1.GetLatestResponse { Vid = vehicle.ToString(), Values = { TelemetryMessages.From(history.Latest(vehicle), catalogue) } };
    }

    public override async Task<V1.GetHistoryResponse> GetHistory(V1.GetHistoryRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = TelemetryReads.ReadName(request.Vehicle, request.Purpose, context, violations);
        HistoryWish wish = HistoryWish.Read(request, catalogue, time.GetUtcNow(), violations);
        violations.ThrowIfAny();
        VehicleKey vehicle = await reads.FindAsync(name, context.CancellationToken);
        HistoryRange range = await history.RangeAsync(
            vehicle, (uint)wish.Signal!.Id, wish.From, wish.To, wish.MaxPoints, context.CancellationToken);
        return new V1.GetHistoryResponse
        {
            Vid = vehicle.ToString(),
            Unit = wish.Signal.Unit,
            Points = { range.Points.Select(TelemetryMessages.From) },
            Buckets = { range.Buckets.Select(TelemetryMessages.From) },
            Count = range.Count,
        };
    }

    public override async Task<V1.IngestState> GetIngestState(V1.GetIngestStateRequest request, ServerCallContext context)
    {
        VehicleKey vehicle = await FindAsync(request.Vehicle, request.Purpose, context);
        QuarantineReport refused = quarantine.Report(vehicle);
        HistoryCount stored = request.Count ? await history.CountAsync(vehicle, SignalCatalogue.MaximumId, context.CancellationToken) : default;
        return new V1.IngestState
        {
            Vid = vehicle.ToString(),
            Sequences = { ((history.Window(vehicle) as VehicleWindow)?.States() ?? []).Select(TelemetryMessages.From) },
            Refusals = { refused.Last.Select(TelemetryMessages.From) },
            Refused = { refused.Counts.ToDictionary() },
            StoredMessages = stored.Messages,
            StoredReadings = stored.Readings,
        };
    }

    public override Task Watch(V1.WatchRequest request, IServerStreamWriter<V1.WatchResponse> responses, ServerCallContext context) =>
        watching.WatchAsync(request, responses, context);

    public override Task<V1.ListTroubleCodesResponse> ListTroubleCodes(V1.ListTroubleCodesRequest request, ServerCallContext context) =>
        troubleCodes.ListAsync(request, context);

    public override Task<V1.ListTroubleCodeEventsResponse> ListTroubleCodeEvents(V1.ListTroubleCodeEventsRequest request, ServerCallContext context) =>
        troubleCodes.ListEventsAsync(request, context);

    public override Task<V1.CompareTroubleCodesResponse> CompareTroubleCodes(V1.CompareTroubleCodesRequest request, ServerCallContext context) =>
        troubleCodes.CompareAsync(request, context);

    private async Task<VehicleKey> FindAsync(V1.VehicleKey? key, string purpose, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = TelemetryReads.ReadName(key, purpose, context, violations);
        violations.ThrowIfAny();
        return await reads.FindAsync(name, context.CancellationToken);
    }
}

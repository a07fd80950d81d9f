using Grpc.Core;
using Ota.Core.Telemetry.TroubleCodes;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;
using Ota.Server.Telemetry.Ingest;
using Ota.Server.Vehicles;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>The methods of the telemetry service that have to do with trouble codes.</summary>
internal sealed class TroubleCodeReads(TelemetryReads reads, TroubleCodeStore store, TimeProvider time)
{
    private const int UsualReports = 50;
    private const int MostReports = 1000;
    private const int MostEvents = 2000; // With those of the last report of a page, an answer stays below the 4 MB that gRPC clients take.

    public async Task<V1.ListTroubleCodesResponse> ListAsync(V1.ListTroubleCodesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = TelemetryReads.ReadName(request.Vehicle, request.Purpose, context, violations);
        violations.ThrowIfAny();
        Vid vehicle = await FindAsync(name, context.CancellationToken);
        TroubleCodeRow row = await store.FindAsync(vehicle, context.CancellationToken) ?? new TroubleCodeRow();
        TroubleCodeState state = row.Read();
        return new V1.ListTroubleCodesResponse
        {
            Vid = vehicle.Value,
            Codes = { state.Current.Select(record => TroubleCodeMessages.From(record.Entry, record.CapturedMs)) },
            FullSetTime = state.FullMs is { } full ? TelemetryMessages.TimeOf(full) : null,
            LeftOut = row.LeftOut,
        };
    }

    public async Task<V1.ListTroubleCodeEventsResponse> ListEventsAsync(V1.ListTroubleCodeEventsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = TelemetryReads.ReadName(request.Vehicle, request.Purpose, context, violations);
        TroubleCodePlace from = TroubleCodePlace.EndOf((HistoryWish.Milliseconds(request.StartTime, "start_time", violations) ?? 0) - 1);
        long end = HistoryWish.Milliseconds(request.EndTime, "end_time", violations) ?? long.MaxValue;
        if (request.PageSize < 0) violations.Add("page_size", "Negative; use 0 for the default or a positive number.");
        TroubleCodePlace? place = request.PageToken.Length == 0 ? from : TroubleCodePlace.TryParse(request.PageToken);
        if (place is null) violations.Add("page_token", "Not a next_page_token of this method; start again without one.");
        violations.ThrowIfAny();
        int reports = request.PageSize == 0 ? UsualReports : Math.Min(request.PageSize, MostReports);
        return await ListEventsAsync(await FindAsync(name, context.CancellationToken), place!, end, reports, context.CancellationToken);
    }

    public async Task<V1.CompareTroubleCodesResponse> CompareAsync(V1.CompareTroubleCodesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = TelemetryReads.ReadName(request.Vehicle, request.Purpose, context, violations);
        long? before = HistoryWish.Milliseconds(request.BeforeTime, "before_time", violations);
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        long after = HistoryWish.Milliseconds(request.AfterTime, "after_time", violations) ?? now;
        if (request.BeforeTime is null) violations.Add("before_time", "Empty; give the time to compare with.");
        if (before > after) violations.Add("after_time", "Before before_time.");
        violations.ThrowIfAny();
        Vid vehicle = await FindAsync(name, context.CancellationToken);
        TroubleCodeState earlier = await store.StateAtAsync(vehicle, TroubleCodePlace.EndOf(before!.Value), context.CancellationToken);
        TroubleCodeState later = after >= now
            ? (await store.FindAsync(vehicle, context.CancellationToken) ?? new TroubleCodeRow()).Read()
            : await store.StateAtAsync(vehicle, TroubleCodePlace.EndOf(after), context.CancellationToken);
        return TroubleCodeMessages.From(vehicle, earlier.Set.CompareTo(later.Set));
    }

    private async Task<V1.ListTroubleCodeEventsResponse> ListEventsAsync(
        Vid vehicle, TroubleCodePlace place, long end, int reports, CancellationToken stop)
    {
        V1.ListTroubleCodeEventsResponse response = new() { Vid = vehicle.Value };
        TroubleCodeState state = await store.StateAtAsync(vehicle, place, stop);
        int read = 0;
        await foreach (TroubleCodeReportRow row in store.ReportsAsync(vehicle, place, end, reports + 1, stop))
        {
            if (read++ == reports || response.Events.Count >= MostEvents)
            {
                response.NextPageToken = place.ToToken();
                break;
            }

            place = row.Place;
            TroubleCodeReport report = row.Read();
            TroubleCodeState next = state.TryApply(report) ?? state;
            IReadOnlyList<TroubleCodeChange> changes = report.IsFull ? state.Set.ChangesTo(next.Set) : report.Changes;
            response.Events.Add(changes.Select(change => TroubleCodeMessages.From(change, report)));
            state = next;
        }

        return response;
    }

    // By vid, a vehicle that reported something need not be registered.
    private async Task<Vid> FindAsync(VehicleName name, CancellationToken stop)
    {
        if (name.Vid is { } vid && await store.FindAsync(vid, stop) is not null) return vid;
        return Vid.TryParse((await reads.FindAsync(name, stop)).ToString())!.Value;
    }
}

using Grpc.Core;
using Ota.Core.Vehicles.Filters;
using Ota.Server.Hosting;
using Ota.Server.Telemetry.History;
using Ota.Server.Vehicles;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>Finds the vehicles whose telemetry a request means.</summary>
internal sealed class TelemetryReads(VehicleFinder finder, VehicleStore store, ITelemetryHistory history, Quarantine quarantine)
{
    /// <summary>Vehicles that one caller may watch.</summary>
    public const int MostWatched = 10_000;

    private const string Fields = "vid,telemetry";

    public static VehicleName ReadName(V1.VehicleKey? vehicle, string purpose, ServerCallContext context, Violations violations) =>
        VehicleFinder.Read(vehicle, purpose, Fields, context, violations);

    /// <summary>By vid, a vehicle that reported something need not be registered: what is stored can be read.</summary>
    /// <exception cref="RpcException">NOT_FOUND.</exception>
    public async Task<VehicleKey> FindAsync(VehicleName name, CancellationToken stop)
    {
        if (name.Vid is { } vid)
        {
            VehicleKey key = TelemetryTopic.KeyOf(vid);
            if (history.Window(key) is null && quarantine.Report(key) == QuarantineReport.Empty) await finder.FindAsync(name, stop);
            return key;
        }
        long number = await finder.FindAsync(name, stop);
        return TelemetryTopic.KeyOf((await store.LoadAsync([number], stop))[number].Vid);
    }

    /// <summary>The vehicles to watch.</summary>
    public async Task<IReadOnlySet<VehicleKey>> FindAsync(V1.WatchRequest request, ServerCallContext context)
    {
        Violations violations = new();
        FilterNode? filter = null;
        VehicleName? name = null;
        if (request.Vehicle is not null && request.Filter.Length > 0)
            violations.Add("filter", "Given together with vehicle; give one of the two.");
        else if (request.Filter.Length == 0)
            name = ReadName(request.Vehicle, request.Purpose, context, violations);
        else if ((filter = FilterParser.TryParse(request.Filter, out FilterProblem? problem)) is null)
            violations.Add("filter", problem!.ToString());
        violations.ThrowIfAny();
        return filter is null
            ? new HashSet<VehicleKey> { await FindAsync(name!, context.CancellationToken) }
            : await FindAsync(filter, context.CancellationToken);
    }

    private async Task<IReadOnlySet<VehicleKey>> FindAsync(FilterNode filter, CancellationToken stop)
    {
        IReadOnlyList<ListedVehicle> found = await store.ListAsync(filter, 0, MostWatched + 1, stop);
        if (found.Count <= MostWatched) return found.Select(listed => TelemetryTopic.KeyOf(listed.Vehicle.Vid)).ToHashSet();
        Violations violations = new();
        violations.Add("filter", $"It means more than {MostWatched} vehicles; narrow it down.");
        violations.ThrowIfAny();
        return new HashSet<VehicleKey>();
    }
}

using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>
/// Remembers in memory what was refused, so that somebody who looks for a vehicle's readings learns why there are none. Of each vehicle the
/// last refusals and counts; of the vehicles those whose first refusal is the most recent, so that strangers cannot fill the memory.
/// </summary>
internal sealed class Quarantine(TimeProvider time, TelemetryMetrics metrics, ILogger<Quarantine> log)
{
    public const int MostVehicles = 10_000;

    public const int MostItems = 20;

    private readonly Lock _sync = new();
    private readonly Dictionary<VehicleKey, (Queue<QuarantinedItem> Last, Dictionary<string, long> Counts)> _vehicles = [];
    private readonly Queue<VehicleKey> _byAge = new();

    public void Add(VehicleKey vehicle, IReadOnlyList<Refusal> refusals)
    {
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (Refusal refusal in refusals)
        {
            metrics.Refused(refusal.Reason);
            if (refusal == Refusal.UnknownVehicleName) continue; // There is nobody to remember it of.
            if (Note(vehicle, new QuarantinedItem(now, refusal))) log.Refused(refusal.Reason, vehicle.ToString());
        }
    }

    /// <summary>Remembers a refusal that others count and log.</summary>
    /// <returns>Whether it is the vehicle's first of this reason.</returns>
    public bool Note(VehicleKey vehicle, Refusal refusal) =>
        Note(vehicle, new QuarantinedItem(time.GetUtcNow().ToUnixTimeMilliseconds(), refusal));

    public QuarantineReport Report(VehicleKey vehicle)
    {
        lock (_sync)
        {
            return _vehicles.TryGetValue(vehicle, out (Queue<QuarantinedItem> Last, Dictionary<string, long> Counts) known)
                ? new QuarantineReport([.. known.Last], new Dictionary<string, long>(known.Counts))
                : QuarantineReport.Empty;
        }
    }

    /// <returns>Whether the vehicle's first of this reason: the log gets one line of it, whatever a vehicle repeats.</returns>
    private bool Note(VehicleKey vehicle, QuarantinedItem item)
    {
        lock (_sync)
        {
            if (!_vehicles.TryGetValue(vehicle, out (Queue<QuarantinedItem> Last, Dictionary<string, long> Counts) known))
            {
                if (_vehicles.Count == MostVehicles) _vehicles.Remove(_byAge.Dequeue());
                _byAge.Enqueue(vehicle);
                _vehicles.Add(vehicle, known = (new Queue<QuarantinedItem>(), []));
            }
            if (known.Last.Count == MostItems) known.Last.Dequeue();
            known.Last.Enqueue(item);
            long before = known.Counts.GetValueOrDefault(item.Refusal.Reason);
            known.Counts[item.Refusal.Reason] = before + 1;
            return before == 0;
        }
    }
}

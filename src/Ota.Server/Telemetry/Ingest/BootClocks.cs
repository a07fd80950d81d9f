using System.Collections.Concurrent;
using Ota.Core.Telemetry.Batches;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>
/// What is known of each vehicle's clock since its last start, for batches that it made before its clock was set. Only a help: what is
/// forgotten at a restart of the server is learnt again from the next good batch.
/// </summary>
internal sealed class BootClocks
{
    private const int MostVehicles = 1_000_000;

    private readonly ConcurrentDictionary<VehicleKey, BootClock> _clocks = new();
    private int _count;

    public BootClock? Find(VehicleKey vehicle) => _clocks.TryGetValue(vehicle, out BootClock known) ? known : null;

    public void Learn(VehicleKey vehicle, in BatchHeader header, in TimeVerdict time)
    {
        bool isKnown = _clocks.TryGetValue(vehicle, out BootClock known);
        if ((isKnown && known.BootId == header.BootId) || BootClock.Learn(header, time) is not { } learnt) return;
        if (!isKnown && Volatile.Read(ref _count) >= MostVehicles) return; // Memory is bounded, whoever sends.
        if (isKnown)
            _clocks[vehicle] = learnt;
        else if (_clocks.TryAdd(vehicle, learnt))
            Interlocked.Increment(ref _count);
    }
}

using System.Data.Common;
using Ota.Core.Vehicles;
using Ota.Server.Storage;
using Ota.Server.Vehicles.Enrolment;

namespace Ota.Server.Bridge.Upstream;

/// <summary>
/// The vehicles all of whose certificates were revoked, in memory: a broker of another make may still let them in. Only a message of one
/// of them makes a look-up, since it may have enrolled anew, by any server.
/// </summary>
internal sealed class RevokedVehicles(EnrolmentStore store, Database database, ILogger<RevokedVehicles> log) : IVehicleEnding
{
    private const int MostKept = 2_000_000; // About 100 MB; further ones are let in until the broker's own list refuses them.

    private readonly Lock _gate = new();
    private readonly HashSet<Vid> _revoked = [];

    public async Task LoadAsync()
    {
        await foreach (string vid in store.RevokedVehiclesAsync(MostKept)) Add(vid);
    }

    public async ValueTask EndAsync(string vid, CancellationToken stop)
    {
        if (await store.IsRevokedAsync(vid, stop) && Add(vid)) log.RevokedRefused(vid);
    }

    public async ValueTask<bool> IsRevokedAsync(Vid vehicle, CancellationToken stop)
    {
        lock (_gate)
        {
            if (!_revoked.Contains(vehicle)) return false;
        }
        try
        {
            if (await store.IsRevokedAsync(vehicle.Value, stop)) return true;
        }
        catch (DbException e) when (database.IsOutage(e))
        {
            return true; // Nobody can have enrolled since the database is away.
        }
        lock (_gate) _revoked.Remove(vehicle);
        return false;
    }

    private bool Add(string text)
    {
        lock (_gate) return Vid.TryParse(text) is { } vehicle && _revoked.Count < MostKept && _revoked.Add(vehicle);
    }
}

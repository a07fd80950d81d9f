using System.Collections.Concurrent;
using Ota.Core.Bundles.Director;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Staging;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Director;

/// <summary>
/// Has each vehicle's files: from memory if nothing changed and they are fresh, else made anew, once however many ask, and durable before
/// anybody sees them. Signing holds no lock; of two servers that sign for one vehicle at once, one finds the other's files and serves them.
/// </summary>
internal sealed class DirectorDesk
{
    private const long MostCachedBytes = 64 << 20; // Ten thousand vehicles or so: each asks for its files within a second or two, then for hours not.
    private const int MostFlights = 1024; // Beyond it the disk is the limit, and waiting in memory helps nobody.
    private const int MostTries = 8; // Each fails only if another server was faster with the same vehicle.

    private readonly Lock _gate = new(); // So that a flight lands and its result is kept, or what was told meanwhile prevents both.
    private readonly ConcurrentDictionary<string, Lazy<Task<DirectorAnswer>>> _flights = [];
    private readonly DirectorCache _cache = new(MostCachedBytes);
    private readonly DirectorStore _store;
    private readonly DirectorRoot _root;
    private readonly DirectorMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly BatchedLook<string, DirectorHead>? _heads;
    private readonly BatchedLook<string, DirectorBasis> _bases;
    private readonly BatchedLook<string, StagedBundle> _bundles;

    public DirectorDesk(DirectorStore store, DirectorRoot root, FindStagedBundle find, Database database, DirectorMetrics metrics, TimeProvider time)
    {
        _store = store;
        _root = root;
        _metrics = metrics;
        _time = time;
        // Nobody else writes to a SQLite file, so memory knows. With PostgreSQL another server may have signed or assigned since.
        _heads = database is SqliteDatabase ? null : new(vids => store.HeadsAsync(vids, CancellationToken.None));
        _bases = new(vids => store.FindAsync(vids, CancellationToken.None));
        _bundles = new(digests => FindStagedAsync(find, digests));
    }

    /// <summary>The files that a vehicle is to have now.</summary>
    /// <exception cref="System.Data.Common.DbException">The database failed.</exception>
    public async Task<DirectorAnswer> FindAsync(Vid vehicle, CancellationToken stop)
    {
        if (_root.FindSigners(out string? problem) is not { } signers) return new DirectorAnswer.NotSet(problem!);
        if (await FindCachedAsync(vehicle, signers, stop) is { } files)
        {
            _metrics.FoundInMemory();
            return new DirectorAnswer.Ready(files);
        }

        if (_flights.Count >= MostFlights && !_flights.ContainsKey(vehicle.Value)) return new DirectorAnswer.Busy();
        Lazy<Task<DirectorAnswer>>? own = null;
        own = new(() => FlyAsync(vehicle, signers, basis => Land(vehicle, own!, basis)));
        // Not ended by the caller's leaving, since others may wait for the same.
        return await _flights.GetOrAdd(vehicle.Value, own).Value.WaitAsync(stop);
    }

    /// <summary>After something was told to a vehicle: whoever asks from now on gets it.</summary>
    public void Forget(Vid vehicle)
    {
        lock (_gate)
        {
            _flights.TryRemove(vehicle.Value, out _); // Those who wait for it asked before.
            _cache.Remove(vehicle.Value);
        }
    }

    /// <summary>The same for vehicles by their vids.</summary>
    public void Forget(IEnumerable<string> vids)
    {
        foreach (string vid in vids) Forget(Vid.TryParse(vid)!.Value);
    }

    private async Task<DirectorFiles?> FindCachedAsync(Vid vehicle, DirectorSigners signers, CancellationToken stop)
    {
        if (_cache.Find(vehicle.Value) is not { Files: { } files } basis) return null;
        if (_heads is not null && await _heads.FindAsync(vehicle.Value).WaitAsync(stop) != basis.Head) return null;
        long assignment = await IsToBeInstalledAsync(basis.Assignment).WaitAsync(stop) ? basis.Assignment!.Number : 0;
        return DirectorPlan.Decide(files, assignment, signers, _time.GetUtcNow()) is null ? files : null;
    }

    private async Task<DirectorAnswer> FlyAsync(Vid vehicle, DirectorSigners signers, Action<DirectorBasis?> land)
    {
        DirectorBasis? basis = null;
        try
        {
            basis = await RenewAsync(vehicle, signers);
            return basis is null ? new DirectorAnswer.UnknownVehicle() : new DirectorAnswer.Ready(basis.Files!);
        }
        finally
        {
            land(basis);
        }
    }

    private void Land(Vid vehicle, Lazy<Task<DirectorAnswer>> flight, DirectorBasis? basis)
    {
        lock (_gate)
        {
            if (_flights.TryRemove(new(vehicle.Value, flight)) && basis is not null) _cache.Keep(vehicle.Value, basis);
        }
    }

    private async Task<DirectorBasis?> RenewAsync(Vid vehicle, DirectorSigners signers)
    {
        for (int i = 0; i < MostTries; i++)
        {
            if (await _bases.FindAsync(vehicle.Value) is not { } basis) return null;
            bool isToBeInstalled = await IsToBeInstalledAsync(basis.Assignment);
            DirectorContent content = isToBeInstalled
                ? new DirectorContent(vehicle, basis.Assignment!.Number, basis.Assignment.ReadImages())
                : DirectorContent.Nothing(vehicle);
            DateTimeOffset now = _time.GetUtcNow();
            if (DirectorPlan.Decide(basis.Files, content.Assignment, signers, now) is not { } plan) return basis;
            DirectorFiles files = DirectorWriter.Write(plan, basis.Files, content, signers, now);
            _metrics.Signed(plan);
            if (await _store.TryWriteAsync(vehicle, basis.Head.Version, files, CancellationToken.None)) return basis with { Files = files };
        }

        throw new InvalidOperationException("Other servers signed for the vehicle again and again meanwhile.");
    }

    private async Task<bool> IsToBeInstalledAsync(AssignmentRow? assignment) =>
        assignment is { IsNothing: false } && await _bundles.FindAsync(assignment.Bundle) is not null;

    private static async Task<IReadOnlyDictionary<string, StagedBundle>> FindStagedAsync(FindStagedBundle find, IEnumerable<string> digests)
    {
        Dictionary<string, StagedBundle> found = [];
        foreach (string digest in digests)
        {
            if (await find(digest, CancellationToken.None) is { } bundle) found.Add(digest, bundle);
        }

        return found;
    }
}

using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Installs;

/// <summary>Where everything that happens to installs goes through: load, apply, save with counts, ledger and outbox, in one transaction.</summary>
internal sealed class InstallDesk(Database database)
{
    /// <summary>The job that a vehicle has now, or the rollout's install by its id; null if there is none.</summary>
    public Task<FoundInstall?> FindAsync(Vid vehicle, string? rollout, CancellationToken stop) => throw new NotImplementedException(database.ToString());

    /// <summary>Applies an event. Completes when it is durable. Concurrent events share transactions and come one after the other for one install.</summary>
    /// <returns>What it made of the install, as stored; null if there is no such install.</returns>
    public Task<InstallStep?> ApplyAsync(long rollout, long vehicle, InstallEvent happened, CancellationToken stop) => throw new NotImplementedException(database.ToString());
}

using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Director;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Installs;

/// <summary>Where everything that happens to installs goes through: load, apply, save with counts, ledger and outbox, in one transaction.</summary>
internal sealed class InstallDesk : IAsyncDisposable
{
    private readonly InstallWriter _writer;
    private readonly DirectorDesk _director;
    private readonly RolloutsMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly BatchedLook<JobQuestion, FoundInstall> _found;
    private readonly GroupCommit<InstallWrite> _commits;

    public InstallDesk(
        Database database, InstallReads reads, InstallWriter writer, DirectorDesk director, RolloutsMetrics metrics, TimeProvider time, ILogger<InstallDesk> log)
    {
        _writer = writer;
        _director = director;
        _metrics = metrics;
        _time = time;
        _found = new(questions => reads.FindAsync(questions, CancellationToken.None));
        _commits = new GroupCommit<InstallWrite>(database, WriteAsync, log);
    }

    /// <summary>The job that a vehicle has now, or the rollout's install by its id; null if there is none.</summary>
    public Task<FoundInstall?> FindAsync(Vid vehicle, string? rollout, CancellationToken stop) =>
        _found.FindAsync(new JobQuestion(vehicle.Value, rollout ?? "")).WaitAsync(stop);

    /// <summary>Applies an event. Completes when it is durable. Concurrent events share transactions and come one after the other for one install.</summary>
    /// <returns>What it made of the install, as stored; null if there is no such install.</returns>
    /// <exception cref="System.Data.Common.DbException">It is not stored; applying it again is harmless.</exception>
    public async Task<InstallStep?> ApplyAsync(long rollout, long vehicle, InstallEvent happened, CancellationToken stop)
    {
        InstallWrite write = new(new InstallKey(rollout, vehicle), happened);
        try
        {
            await _commits.WriteAsync(write, stop);
        }
        finally
        {
            // After the commit, and also when it failed: it may be written all the same.
            _director.Forget(write.Told);
        }

        if (write.Step is { Note: { } reason }) _metrics.Ignored(reason);
        return write.Step;
    }

    public ValueTask DisposeAsync() => _commits.DisposeAsync();

    private async Task WriteAsync(BatchWrite<InstallWrite> items)
    {
        DateTimeOffset now = StoredTime.Round(_time.GetUtcNow());
        InstallBatch batch = await _writer.TakeAsync(items.Connection, items.Transaction, items.Items.Select(item => item.Key), CancellationToken.None);
        foreach (InstallWrite item in items.Items) item.Step = batch.Find(item.Key)?.Apply(item.Happened, now);
        items.Items[0].Told = await _writer.SaveAsync(batch, now, CancellationToken.None);
    }
}

using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Bundles.Director;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Control;

/// <summary>Applies to installs that time alone has changed something.</summary>
internal sealed class DueInstalls(Database database, InstallWriter writer, DirectorDesk files, RolloutsOptions options)
{
    /// <summary>One transaction of it.</summary>
    /// <returns>Whether more may be due.</returns>
    public async Task<bool> ApplyAsync(DateTimeOffset now, CancellationToken stop)
    {
        DateTimeOffset at = StoredTime.Round(now);
        InstallKey[] due = [.. await FindAsync(at, stop)];
        if (due.Length == 0) return false;
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
        InstallBatch batch = await writer.TakeAsync(connection, transaction, due, stop);
        foreach (InstallChange change in batch.All.Where(change => change.Now.Due <= at)) change.Apply(new InstallEvent.TimePassed(), at);
        IReadOnlyList<string> told = await writer.SaveAsync(batch, at, stop);
        await transaction.CommitAsync(stop);
        files.Forget(told);
        // Whoever is due all the same would be found first for ever: the others have their turn with the next tick.
        return due.Length == options.Batch && batch.All.All(change => change.Now.Due is null || change.Now.Due > at);
    }

    private async Task<IEnumerable<InstallKey>> FindAsync(DateTimeOffset now, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = """
            SELECT i.rollout, i.vehicle FROM installs i JOIN rollouts o ON o.number = i.rollout
            WHERE i.due <= @now AND o.state > @draft ORDER BY i.due LIMIT @Batch
            """;
        object values = new { now = now.ToUnixTimeMilliseconds(), draft = (long)RolloutState.Draft, options.Batch };
        return (await connection.QueryAsync<(long Rollout, long Vehicle)>(new CommandDefinition(sql, values, cancellationToken: stop)))
            .Select(row => new InstallKey(row.Rollout, row.Vehicle));
    }
}

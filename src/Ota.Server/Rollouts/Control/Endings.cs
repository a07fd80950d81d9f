using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Bundles.Director;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Control;

/// <summary>
/// Tells the open installs of rollouts that have ended, in batches: how far it came is written with each, so a kill in between costs one
/// batch of work and no vehicle.
/// </summary>
internal sealed class Endings(Database database, InstallWriter writer, DirectorDesk files, RolloutsOptions options)
{
    private static readonly string Open = string.Join(", ", Enum.GetValues<InstallState>().Where(InstallStates.IsOpen).Select(state => (int)state));

    /// <summary>One transaction of it.</summary>
    /// <returns>Whether there is more.</returns>
    public async Task<bool> ApplyAsync(DateTimeOffset now, CancellationToken stop)
    {
        if (await FindAsync(stop) is not { } ending) return false;
        DateTimeOffset at = StoredTime.Round(now);
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
        long[] vehicles = [.. await OpenAsync(connection, transaction, ending, stop)];
        InstallBatch batch = await writer.TakeAsync(connection, transaction, vehicles.Select(vehicle => new InstallKey(ending.Rollout, vehicle)), stop);
        // A rollout that was completed takes nothing back: what its deadline means for each vehicle, time says.
        InstallEvent happened = ending.State == (long)RolloutState.Completed ? new InstallEvent.TimePassed() : new InstallEvent.Revoked();
        foreach (InstallChange change in batch.All) change.Apply(happened, at);
        IReadOnlyList<string> told = await writer.SaveAsync(batch, at, stop);
        bool isLast = vehicles.Length < options.Batch;
        if (!await IsStillAsync(connection, transaction, ending, stop)) return true;
        await GoOnAsync(connection, transaction, ending.Rollout, isLast ? null : vehicles[^1], stop);
        await transaction.CommitAsync(stop);
        files.Forget(told);
        return true;
    }

    private async Task<EndingRow?> FindAsync(CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = """
            SELECT e.rollout, e.after, o.state FROM rollout_endings e JOIN rollouts o ON o.number = e.rollout ORDER BY e.rollout LIMIT 1
            """;
        return await connection.QuerySingleOrDefaultAsync<EndingRow>(new CommandDefinition(sql, cancellationToken: stop));
    }

    private async Task<IEnumerable<long>> OpenAsync(DbConnection connection, DbTransaction transaction, EndingRow ending, CancellationToken stop)
    {
        string sql = $"""
            SELECT vehicle FROM installs WHERE rollout = @Rollout AND vehicle > @After AND state IN ({Open})
            ORDER BY vehicle LIMIT @Batch
            """;
        return await connection.QueryAsync<long>(new CommandDefinition(sql, new { ending.Rollout, ending.After, options.Batch }, transaction, cancellationToken: stop));
    }

    // Takes the rollout's row, after those of installs: one that was complete may be revoked in this moment, and then all of it begins anew.
    private static async Task<bool> IsStillAsync(DbConnection connection, DbTransaction transaction, EndingRow ending, CancellationToken stop)
    {
        const string sql = "UPDATE rollouts SET revision = revision WHERE number = @Rollout AND state = @State";
        return await connection.ExecuteAsync(new CommandDefinition(sql, new { ending.Rollout, ending.State }, transaction, cancellationToken: stop)) > 0;
    }

    private static Task<int> GoOnAsync(DbConnection connection, DbTransaction transaction, long rollout, long? after, CancellationToken stop)
    {
        const string end = "DELETE FROM install_turns WHERE rollout = @rollout; DELETE FROM rollout_endings WHERE rollout = @rollout";
        const string goOn = "UPDATE rollout_endings SET after = @after WHERE rollout = @rollout";
        return connection.ExecuteAsync(new CommandDefinition(after is null ? end : goOn, new { rollout, after }, transaction, cancellationToken: stop));
    }

    private sealed class EndingRow
    {
        public long Rollout { get; init; }

        public long After { get; init; }

        public long State { get; init; }
    }
}

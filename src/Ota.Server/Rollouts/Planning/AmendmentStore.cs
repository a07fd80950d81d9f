using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Planning;

/// <summary>
/// Amendments. Until one is approved its vehicles are rows of a hidden rollout of their own (id: that of the rollout, "+", the amendment's
/// number), so that nothing that looks at the rollout can meet them; with the approval they move, and the books with them.
/// </summary>
internal sealed class AmendmentStore(Database database)
{
    /// <summary>Moving rows is one transaction, in which no other writer of SQLite comes through.</summary>
    public const int MostVehicles = 100_000;

    private const string Merge = """
        UPDATE installs SET rollout = @number, amendment = @amendment WHERE rollout = @hidden;
        INSERT INTO rollout_counts (rollout, wave, what, count)
        SELECT @number, wave, what, count FROM rollout_counts WHERE rollout = @hidden
        ON CONFLICT (rollout, wave, what) DO UPDATE SET count = rollout_counts.count + excluded.count;
        INSERT INTO rollout_waves (rollout, wave, size)
        SELECT @number, wave, size FROM rollout_waves WHERE rollout = @hidden
        ON CONFLICT (rollout, wave) DO UPDATE SET size = rollout_waves.size + excluded.size;
        DELETE FROM rollout_counts WHERE rollout = @hidden;
        DELETE FROM rollout_waves WHERE rollout = @hidden;
        DELETE FROM rollouts WHERE number = @hidden AND state = 0
        """;

    /// <summary>The one that waits for approval; null if none does.</summary>
    public async Task<AmendmentRow?> FindPendingAsync(long rollout, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        return await FindPendingAsync(connection, null, rollout, stop);
    }

    public static Task<AmendmentRow?> FindPendingAsync(DbConnection connection, DbTransaction? transaction, long rollout, CancellationToken stop)
    {
        const string sql = $"SELECT {AmendmentRow.Columns} FROM rollout_amendments WHERE rollout = @rollout AND approved IS NULL AND dropped IS NULL";
        return connection.QuerySingleOrDefaultAsync<AmendmentRow?>(new CommandDefinition(sql, new { rollout }, transaction, cancellationToken: stop));
    }

    /// <summary>The number that the next one has.</summary>
    public async Task<long> NextAsync(long rollout, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM rollout_amendments WHERE rollout = @rollout";
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(sql, new { rollout }, cancellationToken: stop));
    }

    /// <summary>What is frozen already, as it stands in the digest.</summary>
    public async Task<IReadOnlyList<PopulationLine>> LinesAsync(long rollout, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT v.vid, i.verdict, i.wave, i.inventory FROM installs i JOIN vehicles v ON v.number = i.vehicle WHERE i.rollout = @rollout";
        List<PopulationLine> lines = [];
        await using DbDataReader reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, new { rollout }, cancellationToken: stop));
        while (await reader.ReadAsync(stop))
            lines.Add(new PopulationLine(Digits32.Of(reader.GetString(0)), (InstallState)reader.GetInt64(1), (int)reader.GetInt64(2), InventoryName.Of(reader.GetString(3))));
        return lines;
    }

    /// <summary>Keeps a proposal, in place of one that waits.</summary>
    public static async Task ProposeAsync(DbConnection connection, DbTransaction transaction, AmendmentRow row, CancellationToken stop)
    {
        const string sql = """
            UPDATE rollout_amendments SET dropped = @Time WHERE rollout = @Rollout AND approved IS NULL AND dropped IS NULL;
            INSERT INTO rollout_amendments (rollout, number, time, author, reason, vehicles, verdicts, population_digest)
            VALUES (@Rollout, @Number, @Time, @Author, @Reason, @Vehicles, @Verdicts, @PopulationDigest)
            """;
        await connection.ExecuteAsync(new CommandDefinition(sql, row, transaction, cancellationToken: stop));
    }

    /// <summary>Moves the vehicles of an amendment into its rollout, in the transaction that approves it.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="id">The rollout's id.</param>
    /// <param name="row">The amendment.</param>
    /// <param name="now">When.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>False, and nothing is done, if it waits no more.</returns>
    public async Task<bool> TryMergeAsync(DbConnection connection, DbTransaction transaction, string id, AmendmentRow row, DateTimeOffset now, CancellationToken stop)
    {
        const string take = """
            UPDATE rollout_amendments SET approved = @time WHERE rollout = @Rollout AND number = @Number AND approved IS NULL AND dropped IS NULL
            """;
        object taken = new { row.Rollout, row.Number, time = now.ToUnixTimeMilliseconds() };
        if (await connection.ExecuteAsync(new CommandDefinition(take, taken, transaction, cancellationToken: stop)) == 0) return false;
        string find = $"SELECT number FROM rollouts WHERE id = @hiddenId AND state = 0{database.ForUpdate}";
        object hiddenId = new { hiddenId = AmendmentRow.HiddenId(id, row.Number) };
        long hidden = await connection.QuerySingleAsync<long>(new CommandDefinition(find, hiddenId, transaction, cancellationToken: stop));
        object all = new { number = row.Rollout, amendment = row.Number, hidden };
        await connection.ExecuteAsync(new CommandDefinition(Merge, all, transaction, cancellationToken: stop));
        return true;
    }
}

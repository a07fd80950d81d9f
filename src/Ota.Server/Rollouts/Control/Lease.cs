using System.Data.Common;
using Dapper;
using Ota.Server.Storage;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Rollouts.Control;

/// <summary>
/// Work that one server does at a time. Times are those of the servers' own clocks: one that is wrong by more than the lease's length could
/// take it too early, and even then the transactions of the one before that need it do not commit.
/// </summary>
internal sealed class Lease(Database database, ServerRun run, RolloutsOptions options, TimeProvider time)
{
    public const string Name = "rollouts";

    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <summary>Takes the lease, or keeps it; asks the database only when half of its time is gone.</summary>
    /// <returns>False if another server has it.</returns>
    public async Task<bool> TryHoldAsync(CancellationToken stop)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_until - now > options.Lease / 2) return true;
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = """
            INSERT INTO leases (name, holder, until) VALUES (@Name, @Id, @until)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE leases.holder = excluded.holder OR leases.until < @now
            """;
        DateTimeOffset until = now + options.Lease;
        object values = new { Name, run.Id, until = until.ToUnixTimeMilliseconds(), now = now.ToUnixTimeMilliseconds() };
        bool isHeld = await connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: stop)) > 0;
        _until = isHeld ? until : DateTimeOffset.MinValue;
        return isHeld;
    }

    /// <summary>Whether it is still held, by the database; nobody takes it over before the transaction has ended.</summary>
    public async Task<bool> IsHeldAsync(DbConnection connection, DbTransaction transaction, CancellationToken stop)
    {
        const string sql = "UPDATE leases SET until = until WHERE name = @Name AND holder = @Id";
        bool isHeld = await connection.ExecuteAsync(new CommandDefinition(sql, new { Name, run.Id }, transaction, cancellationToken: stop)) > 0;
        if (!isHeld) _until = DateTimeOffset.MinValue;
        return isHeld;
    }

    /// <summary>Lets another server take it at once.</summary>
    public async Task EndAsync(CancellationToken stop)
    {
        _until = DateTimeOffset.MinValue;
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "DELETE FROM leases WHERE name = @Name AND holder = @Id";
        await connection.ExecuteAsync(new CommandDefinition(sql, new { Name, run.Id }, cancellationToken: stop));
    }
}

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

    private long _until; // Unix milliseconds; others than the controller read it.

    /// <summary>Whether it is held, as far as is known here without asking.</summary>
    public bool IsOurs => Volatile.Read(ref _until) > time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Takes the lease, or keeps it; asks the database only when half of its time is gone.</summary>
    /// <returns>False if another server has it.</returns>
    public async Task<bool> TryHoldAsync(CancellationToken stop)
    {
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        long length = (long)options.Lease.TotalMilliseconds;
        if (Volatile.Read(ref _until) - now > length / 2) return true;
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = """
            INSERT INTO leases (name, holder, until) VALUES (@Name, @Id, @until)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE leases.holder = excluded.holder OR leases.until < @now
            """;
        object values = new { Name, run.Id, until = now + length, now };
        bool isHeld = await connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: stop)) > 0;
        Volatile.Write(ref _until, isHeld ? now + length : 0);
        return isHeld;
    }

    /// <summary>Whether it is still held, by the database; nobody takes it over before the transaction has ended.</summary>
    public async Task<bool> IsHeldAsync(DbConnection connection, DbTransaction transaction, CancellationToken stop)
    {
        const string sql = "UPDATE leases SET until = until WHERE name = @Name AND holder = @Id";
        bool isHeld = await connection.ExecuteAsync(new CommandDefinition(sql, new { Name, run.Id }, transaction, cancellationToken: stop)) > 0;
        if (!isHeld) Volatile.Write(ref _until, 0);
        return isHeld;
    }

    /// <summary>Lets another server take it at once.</summary>
    public async Task EndAsync(CancellationToken stop)
    {
        Volatile.Write(ref _until, 0);
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "DELETE FROM leases WHERE name = @Name AND holder = @Id";
        await connection.ExecuteAsync(new CommandDefinition(sql, new { Name, run.Id }, cancellationToken: stop));
    }
}

using System.Data.Common;

namespace Ota.Server.Storage;

/// <summary>
/// The database that all stores share. Stores write SQL that both databases take (times are Unix milliseconds in BIGINT, the rest
/// is TEXT); what differs is here.
/// </summary>
internal abstract class Database : IAsyncDisposable
{
    /// <summary>"sqlite" or "postgresql".</summary>
    public abstract string Kind { get; }

    /// <summary>Where it is, fit for a message: without a password.</summary>
    public abstract string Place { get; }

    public static Database Open(StorageOptions options, string dataFolder) => options.Database is { } connection
        ? new PostgresDatabase(connection)
        : new SqliteDatabase(Path.Combine(dataFolder, "state.db"));

    public abstract Task<DbConnection> ConnectAsync(CancellationToken stop);

    /// <summary>Begins a transaction that runs alone among all transactions begun with the same lock, on any machine.</summary>
    public abstract Task<DbTransaction> BeginAloneAsync(DbConnection connection, WriteLock writeLock, CancellationToken stop);

    /// <summary>Whether the failure is the database's (gone, full, read-only) and not a mistake in our SQL.</summary>
    public abstract bool IsOutage(DbException failure);

    public abstract ValueTask DisposeAsync();
}

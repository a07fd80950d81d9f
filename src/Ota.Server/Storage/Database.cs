using System.Data.Common;
using Ota.Core.Vehicles.Filters;

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

    /// <summary>Begins a transaction that writes from its first statement on.</summary>
    public abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken stop);

    /// <summary>Begins a transaction that only reads: all its statements see the same moment, and it keeps no writer waiting.</summary>
    public abstract Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken stop);

    /// <summary>Prepares a connection for a transaction with very many rows; that ends when the connection is opened again.</summary>
    public abstract Task ExpectBulkAsync(DbConnection connection, CancellationToken stop);

    /// <summary>Counts anew what is in the tables, so that queries are planned for what a bulk load made of them.</summary>
    public abstract Task RefreshStatisticsAsync(DbConnection connection, CancellationToken stop);

    /// <summary>Opens a table for rows in bulk, inside the transaction of the connection.</summary>
    public abstract Task<BulkInsert> BeginInsertAsync(DbConnection connection, string table, IReadOnlyList<string> columns, CancellationToken stop);

    /// <summary>Reads very many rows.</summary>
    /// <param name="connection">Nothing else may use it before the rows are disposed of.</param>
    /// <param name="sql">One statement.</param>
    /// <param name="values">Its parameters: numbers, texts, and lists by <see cref="ListOf(IEnumerable{string})"/>. It need not name all of them.</param>
    /// <param name="stop">Ends it.</param>
    public abstract Task<BulkSelect> BeginSelectAsync(
        DbConnection connection, string sql, IEnumerable<KeyValuePair<string, object>> values, CancellationToken stop);

    /// <summary>A condition: the column is one of a list, however long, that <see cref="ListOf(IEnumerable{string})"/> made the parameter for.</summary>
    public abstract string IsIn(string column, string parameter);

    public abstract object ListOf(IEnumerable<string> values);

    public abstract object ListOf(IEnumerable<long> values);

    /// <summary>The elements of a JSON array that is a parameter, in the order of the array: a table with the column <c>value</c>.</summary>
    public abstract string EachOf(string parameter);

    /// <summary>At the end of a SELECT: its rows are taken, in its order, until the transaction ends.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>A condition: the column has the form of a pattern, whose parameter <see cref="PatternOf"/> made.</summary>
    public abstract string IsLike(string column, string parameter);

    public abstract string PatternOf(TextPattern pattern);

    /// <summary>A step of the schema as this database wants it.</summary>
    public abstract string Adapt(string schema);

    /// <summary>Whether the failure is the database's (gone, full, read-only) and not a mistake in our SQL.</summary>
    public abstract bool IsOutage(DbException failure);

    public abstract ValueTask DisposeAsync();
}

using System.Data;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Ota.Core.Vehicles.Filters;

namespace Ota.Server.Storage;

/// <summary>SQLite in one file; it has a single writer, so every lock is the same one.</summary>
internal sealed class SqliteDatabase : Database
{
    private readonly string _path;
    private readonly string _connectionString;

    static SqliteDatabase() => SQLitePCL.Batteries_V2.Init();

    public SqliteDatabase(string path)
    {
        _path = path;
        CreateForOwner(path);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true }.ToString();
    }

    public override string Kind => "sqlite";

    public override string Place => _path;

    public override async Task<DbConnection> ConnectAsync(CancellationToken stop)
    {
        SqliteConnection connection = new(_connectionString);
        try
        {
            await connection.OpenAsync(stop);
            // FULL: a commit that was answered survives a power cut, not only a crash of the process.
            await connection.ExecuteAsync("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -2000;");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Task<DbTransaction> BeginAloneAsync(DbConnection connection, WriteLock writeLock, CancellationToken stop) =>
        BeginWriteAsync(connection, stop);

    public override Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken stop)
    {
        // Not deferred is BEGIN IMMEDIATE: the write lock is taken now, so a later statement cannot fail for having read before.
        DbTransaction transaction = ((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: false);
        return Task.FromResult(transaction);
    }

    // Deferred: it stays a reader, with the snapshot of its first statement.
    public override Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken stop) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: true));

    // A large transaction that does not fit into the cache (64 MB here) writes the same pages several times.
    public override Task ExpectBulkAsync(DbConnection connection, CancellationToken stop) =>
        connection.ExecuteAsync(new CommandDefinition("PRAGMA cache_size = -65536", cancellationToken: stop));

    // A thousand rows of each index say enough.
    public override Task RefreshStatisticsAsync(DbConnection connection, CancellationToken stop) =>
        connection.ExecuteAsync(new CommandDefinition("PRAGMA analysis_limit = 1000; ANALYZE;", cancellationToken: stop));

    public override Task<BulkInsert> BeginInsertAsync(
        DbConnection connection, string table, IReadOnlyList<string> columns, CancellationToken stop) =>
        Task.FromResult<BulkInsert>(new SqliteBulkInsert((SqliteConnection)connection, table, columns));

    public override Task<BulkSelect> BeginSelectAsync(
        DbConnection connection, string sql, IEnumerable<KeyValuePair<string, object>> values, CancellationToken stop) =>
        Task.FromResult<BulkSelect>(new SqliteBulkSelect((SqliteConnection)connection, sql, values));

    // One text, whatever its length: SQLite has a limit on the number of parameters.
    public override string IsIn(string column, string parameter) => $"{column} IN (SELECT value FROM json_each({parameter}))";

    public override object ListOf(IEnumerable<string> values) => JsonSerializer.Serialize(values);

    public override object ListOf(IEnumerable<long> values) => JsonSerializer.Serialize(values);

    public override string EachOf(string parameter) => $"json_each({parameter})";

    // A transaction that writes has the whole file.
    public override string ForUpdate => "";

    // Not LIKE, for which A and a are the same.
    public override string IsLike(string column, string parameter) => $"{column} GLOB {parameter}";

    public override string PatternOf(TextPattern pattern) => pattern.Write("*", c => c is '*' or '?' or '[' ? $"[{c}]" : c.ToString());

    public override string Adapt(string schema) => schema.Replace(Migration.Clustered, " WITHOUT ROWID", StringComparison.Ordinal);

    // BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB
    public override bool IsOutage(DbException failure) =>
        failure is SqliteException { SqliteErrorCode: 5 or 6 or 8 or 10 or 11 or 13 or 14 or 26 };

    public override ValueTask DisposeAsync()
    {
        // Closes the file: a pool would keep it open after the server has let the data folder go.
        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));
        return ValueTask.CompletedTask;
    }

    // SQLite itself would make it readable for everybody; its other files take over the mode of this one.
    private static void CreateForOwner(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = DurableFile.OwnerOnly;
        using FileStream file = new(path, options);
    }
}

using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;
using Ota.Core.Vehicles.Filters;

namespace Ota.Server.Storage;

/// <summary>PostgreSQL, or a distributed database that speaks as it does.</summary>
internal sealed class PostgresDatabase(string connectionString) : Database
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public override string Kind => "postgresql";

    public override string Place
    {
        get
        {
            NpgsqlConnectionStringBuilder parts = new(connectionString);
            return $"{parts.Host}:{parts.Port}/{parts.Database}";
        }
    }

    public override async Task<DbConnection> ConnectAsync(CancellationToken stop) => await _source.OpenConnectionAsync(stop);

    public override async Task<DbTransaction> BeginAloneAsync(DbConnection connection, WriteLock writeLock, CancellationToken stop)
    {
        DbTransaction transaction = await connection.BeginTransactionAsync(stop);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "SELECT pg_advisory_xact_lock(@key)", new { key = (long)writeLock }, transaction, cancellationToken: stop));
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public override async Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken stop) =>
        await connection.BeginTransactionAsync(stop);

    public override async Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken stop) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);

    public override Task ExpectBulkAsync(DbConnection connection, CancellationToken stop) => Task.CompletedTask;

    // In brackets what would also go without saying: a single word would be taken for the name of a procedure.
    public override Task RefreshStatisticsAsync(DbConnection connection, CancellationToken stop) =>
        connection.ExecuteAsync(new CommandDefinition("ANALYZE (SKIP_LOCKED)", cancellationToken: stop));

    public override async Task<BulkInsert> BeginInsertAsync(
        DbConnection connection, string table, IReadOnlyList<string> columns, CancellationToken stop) =>
        await PostgresBulkInsert.BeginAsync((NpgsqlConnection)connection, table, columns, stop);

    public override async Task<BulkSelect> BeginSelectAsync(
        DbConnection connection, string sql, IEnumerable<KeyValuePair<string, object>> values, CancellationToken stop) =>
        await PostgresBulkSelect.BeginAsync((NpgsqlConnection)connection, sql, values, stop);

    public override string IsIn(string column, string parameter) => $"{column} = ANY({parameter})";

    public override object ListOf(IEnumerable<string> values) => values.ToArray();

    public override object ListOf(IEnumerable<long> values) => values.ToArray();

    public override string EachOf(string parameter) => $"json_array_elements(CAST({parameter} AS json)) AS each(value)";

    // Keys never change, so who refers to a row need not wait for it.
    public override string ForUpdate => " FOR NO KEY UPDATE";

    public override string IsLike(string column, string parameter) => $"{column} LIKE {parameter}";

    public override string PatternOf(TextPattern pattern) => pattern.Write(
        "%", c => c is '%' or '_' or '\\' ? $"\\{c}" : c.ToString());

    public override string Adapt(string schema) => schema.Replace(Migration.Clustered, "", StringComparison.Ordinal);

    public override bool IsOutage(DbException failure) => failure switch
    {
        // Connection, out of resources, operator intervention, system error, invalid password; read-only after a failover.
        PostgresException e => e.SqlState is "25006" || e.SqlState[..2] is "08" or "28" or "53" or "57" or "58",
        _ => failure is NpgsqlException,
    };

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}

using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ota.Server.Storage;

/// <summary>One prepared statement, stepped row by row; texts are taken as the bytes that SQLite has.</summary>
internal sealed class SqliteBulkSelect : BulkSelect
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _select;
    private readonly TextPool _pool = new();

    public SqliteBulkSelect(SqliteConnection connection, string sql, IEnumerable<KeyValuePair<string, object>> values)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _select));
        foreach ((string name, object value) in values) Bind(raw.sqlite3_bind_parameter_index(_select, $"@{name}"), value);
    }

    public override ValueTask<bool> ReadAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        int outcome = raw.sqlite3_step(_select);
        if (outcome is not (raw.SQLITE_ROW or raw.SQLITE_DONE)) Check(outcome);
        return ValueTask.FromResult(outcome == raw.SQLITE_ROW);
    }

    public override long Number(int column) => raw.sqlite3_column_int64(_select, column);

    public override long? NumberOrNull(int column) => raw.sqlite3_column_type(_select, column) == raw.SQLITE_NULL ? null : Number(column);

    public override string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_select, column));

    public override string CommonText(int column) => _pool.Of(raw.sqlite3_column_blob(_select, column));

    public override ValueTask DisposeAsync()
    {
        _select.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Bind(int position, object value)
    {
        if (position == 0) return; // The statement does not name it.
        Check(value switch
        {
            string text => raw.sqlite3_bind_text(_select, position, text),
            IConvertible number => raw.sqlite3_bind_int64(_select, position, number.ToInt64(null)),
            _ => throw new ArgumentException($"A {value.GetType().Name} is neither a text nor a number.", nameof(value)),
        });
    }

    private void Check(int outcome) => SqliteException.ThrowExceptionForRC(outcome, _database);
}

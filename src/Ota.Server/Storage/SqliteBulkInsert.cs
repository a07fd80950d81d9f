using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ota.Server.Storage;

/// <summary>
/// One prepared statement, stepped once per row: the driver's command object costs more than the insert itself. A parameter keeps its value from
/// row to row until it is bound again, so what is the same as in the row before is not.
/// </summary>
internal sealed class SqliteBulkInsert : BulkInsert
{
    private static readonly object Null = new();

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _insert;
    private readonly object?[] _texts; // What is bound at each position: the text itself, Null, or nothing if it is a number.
    private readonly long?[] _numbers;
    private int _position;

    public SqliteBulkInsert(SqliteConnection connection, string table, IReadOnlyList<string> columns)
    {
        _database = connection.Handle!;
        (_texts, _numbers) = (new object?[columns.Count], new long?[columns.Count]);
        string places = string.Join(", ", columns.Select(_ => "?"));
        Check(raw.sqlite3_prepare_v2(_database, $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({places})", out _insert));
    }

    public override void Write(string value)
    {
        int position = _position++;
        if (ReferenceEquals(_texts[position], value)) return;
        (_texts[position], _numbers[position]) = (value, null);
        Check(raw.sqlite3_bind_text(_insert, _position, value));
    }

    public override void Write(long value)
    {
        int position = _position++;
        if (_numbers[position] == value) return;
        (_texts[position], _numbers[position]) = (null, value);
        Check(raw.sqlite3_bind_int64(_insert, _position, value));
    }

    public override void WriteNull()
    {
        int position = _position++;
        if (ReferenceEquals(_texts[position], Null)) return;
        (_texts[position], _numbers[position]) = (Null, null);
        Check(raw.sqlite3_bind_null(_insert, _position));
    }

    public override void EndRow()
    {
        int outcome = raw.sqlite3_step(_insert);
        if (outcome != raw.SQLITE_DONE) Check(outcome);
        Check(raw.sqlite3_reset(_insert));
        _position = 0;
    }

    public override Task CompleteAsync(CancellationToken stop) => Task.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        _insert.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Check(int outcome) => SqliteException.ThrowExceptionForRC(outcome, _database);
}

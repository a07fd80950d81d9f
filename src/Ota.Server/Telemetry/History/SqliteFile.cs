using SQLitePCL;
using static SQLitePCL.raw;

namespace Ota.Server.Telemetry.History;

/// <summary>
/// One connection to one SQLite file, without ADO.NET: blobs are bound from and read into spans, which the telemetry path needs (see
/// bench/README.md). Not for several threads at once.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly sqlite3 _handle;

    static SqliteFile() => Batteries_V2.Init();

    private SqliteFile(string path, sqlite3 handle)
    {
        Path = path;
        _handle = handle;
    }

    public string Path { get; }

    public bool InTransaction => sqlite3_get_autocommit(_handle) == 0;

    public long LastRowId => sqlite3_last_insert_rowid(_handle);

    /// <exception cref="SqliteFailure">It cannot be opened.</exception>
    public static SqliteFile Open(string path, bool readOnly)
    {
        int flags = SQLITE_OPEN_NOMUTEX | (readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        int code = sqlite3_open_v2(path, out sqlite3 handle, flags, null);
        SqliteFile file = new(path, handle);
        try
        {
            file.Check(code);
            sqlite3_extended_result_codes(handle, 1);
            sqlite3_busy_timeout(handle, 10_000);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Execute(string sql) => Check(sqlite3_exec(_handle, sql));

    public SqliteStatement Prepare(string sql)
    {
        Check(sqlite3_prepare_v2(_handle, sql, out sqlite3_stmt statement));
        return new SqliteStatement(this, statement);
    }

    public long Scalar(string sql)
    {
        using SqliteStatement statement = Prepare(sql);
        return statement.Step() ? statement.Long(0) : 0;
    }

    /// <summary>Runs the work in a transaction; if it fails nothing of it is left.</summary>
    public void Transact(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            // SQLite itself has rolled back after some failures, and a second failure would hide the first.
            if (InTransaction) _ = sqlite3_exec(_handle, "ROLLBACK");
            throw;
        }
    }

    public void Check(int code)
    {
        if (code is SQLITE_OK or SQLITE_ROW or SQLITE_DONE) return;
        throw new SqliteFailure(code, Path, sqlite3_errmsg(_handle).utf8_to_string());
    }

    public void Dispose() => _ = sqlite3_close_v2(_handle);
}

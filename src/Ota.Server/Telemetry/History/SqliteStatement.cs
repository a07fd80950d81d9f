using SQLitePCL;
using static SQLitePCL.raw;

namespace Ota.Server.Telemetry.History;

/// <summary>A prepared statement that is run again and again.</summary>
internal sealed class SqliteStatement(SqliteFile file, sqlite3_stmt handle) : IDisposable
{
    public SqliteStatement Bind(int index, long value)
    {
        file.Check(sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> blob)
    {
        file.Check(sqlite3_bind_blob(handle, index, blob));
        return this;
    }

    public SqliteStatement Bind(int index, VehicleKey vehicle)
    {
        Span<byte> bytes = stackalloc byte[VehicleKey.Size];
        vehicle.Write(bytes);
        return Bind(index, bytes);
    }

    /// <summary>Whether there is a row.</summary>
    public bool Step()
    {
        int code = sqlite3_step(handle);
        file.Check(code);
        return code == SQLITE_ROW;
    }

    /// <summary>Runs it to its end and makes it ready for the next time, whether or not it failed.</summary>
    public void Run()
    {
        try
        {
            while (Step()) continue;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Ends a read; until then the file's log cannot begin anew.</summary>
    public void Reset() => _ = sqlite3_reset(handle);

    public long Long(int column) => sqlite3_column_int64(handle, column);

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();
}

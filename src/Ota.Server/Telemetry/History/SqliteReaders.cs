using System.Collections.Concurrent;

namespace Ota.Server.Telemetry.History;

/// <summary>Connections that read one file, each used by one caller at a time and kept for the next.</summary>
internal sealed class SqliteReaders(string path) : IDisposable
{
    private const int Kept = 4;

    private readonly ConcurrentBag<SqliteFile> _idle = [];
    private volatile bool _disposed;

    /// <summary>Runs a read in one transaction, so that all its statements see the same commit.</summary>
    public T Read<T>(Func<SqliteFile, T> read)
    {
        if (!_idle.TryTake(out SqliteFile? file)) file = SqliteFile.Open(path, readOnly: true);
        bool keep = false;
        try
        {
            file.Execute("BEGIN");
            T result = read(file);
            file.Execute("COMMIT");
            keep = !_disposed && _idle.Count < Kept;
            return result;
        }
        finally
        {
            if (keep) _idle.Add(file);
            else file.Dispose();
            if (_disposed) Dispose();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out SqliteFile? file)) file.Dispose();
    }
}

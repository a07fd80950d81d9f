namespace Ota.Server.Storage;

/// <summary>The rows of one statement, for who reads a million of them: the driver's own reader costs several times what the database does.</summary>
internal abstract class BulkSelect : IAsyncDisposable
{
    /// <summary>Goes to the first row, or the next.</summary>
    /// <returns>False if there is none.</returns>
    public abstract ValueTask<bool> ReadAsync(CancellationToken stop);

    public abstract long Number(int column);

    public abstract long? NumberOrNull(int column);

    public abstract string Text(int column);

    /// <summary>A text that many rows have: one object serves several of them.</summary>
    public abstract string CommonText(int column);

    public abstract ValueTask DisposeAsync();
}

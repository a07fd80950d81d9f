namespace Ota.Server.Storage;

/// <summary>
/// Rows in bulk into one table: values in the order of the columns, then the next row. Nothing else may use the connection before
/// <see cref="CompleteAsync"/>; disposing without it leaves the transaction fit for a rollback only.
/// </summary>
internal abstract class BulkInsert : IAsyncDisposable
{
    public abstract void Write(string value);

    public abstract void Write(long value);

    public abstract void WriteNull();

    public abstract void EndRow();

    public abstract Task CompleteAsync(CancellationToken stop);

    public abstract ValueTask DisposeAsync();
}

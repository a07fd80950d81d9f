using System.Data.Common;
using System.Threading.Channels;

namespace Ota.Server.Storage;

/// <summary>
/// Makes many small durable writes one transaction: what arrives while a commit is under way shares the next one. Each caller goes on
/// after the commit that holds its item, so what it then acknowledges survives a power cut. A batch that the database refuses is
/// written item by item, so that one poison item fails alone.
/// </summary>
internal sealed class GroupCommit<T> : IAsyncDisposable
{
    private readonly Database _database;
    private readonly Func<BatchWrite<T>, Task> _write;
    private readonly int _largestBatch;
    private readonly ILogger _log;
    private readonly Channel<QueuedWrite<T>> _queue;
    private readonly Task _loop;

    /// <summary>
    /// <paramref name="write"/> uses the given connection and transaction and commits nothing itself. At most <paramref name="capacity"/>
    /// items wait; a full queue makes callers wait, which is how pressure reaches the sockets.
    /// </summary>
    public GroupCommit(Database database, Func<BatchWrite<T>, Task> write, ILogger log, int capacity = 4096, int largestBatch = 512)
    {
        _database = database;
        _write = write;
        _log = log;
        _largestBatch = largestBatch;
        _queue = Channel.CreateBounded<QueuedWrite<T>>(new BoundedChannelOptions(capacity)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait, // Whoever sent it has not been answered yet and may wait; nothing may be dropped.
        });
        _loop = Task.Run(RunAsync);
    }

    /// <summary>
    /// Returns when the item is committed. Waits for room first. <paramref name="stop"/> takes an item back that waits; once its
    /// transaction has begun, the outcome is awaited.
    /// </summary>
    /// <exception cref="DbException">It was not committed, or the database was lost before it said so: writing again must be harmless.</exception>
    /// <exception cref="ObjectDisposedException">No more writes are taken.</exception>
    public async Task WriteAsync(T item, CancellationToken stop)
    {
        QueuedWrite<T> queued = new(item);
        try
        {
            await _queue.Writer.WriteAsync(queued, stop);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(GroupCommit<>), "The server stops and takes no more writes.");
        }

        await AwaitAsync(queued, stop);
    }

    /// <summary>The same without waiting for room.</summary>
    /// <returns>The commit to wait for; null if the queue is full or closed, and then nothing will be written.</returns>
    public Task? TryWrite(T item, CancellationToken stop)
    {
        QueuedWrite<T> queued = new(item);
        return _queue.Writer.TryWrite(queued) ? AwaitAsync(queued, stop) : null;
    }

    /// <summary>Takes no more items and returns when all that were taken have an outcome.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private static async Task AwaitAsync(QueuedWrite<T> queued, CancellationToken stop)
    {
        await using CancellationTokenRegistration registration = stop.UnsafeRegister(_ => queued.TryCancel(stop), null);
        await queued.Outcome;
    }

    private async Task RunAsync()
    {
        List<QueuedWrite<T>> batch = [];
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < _largestBatch && _queue.Reader.TryRead(out QueuedWrite<T>? queued))
            {
                if (queued.TryTake()) batch.Add(queued);
            }

            if (batch.Count > 0) await CommitAsync(batch);
        }
    }

    private async Task CommitAsync(List<QueuedWrite<T>> batch)
    {
        Exception? failure = await TryCommitAsync([.. batch.Select(queued => queued.Item)]);
        if (failure is null || batch.Count == 1 || IsOutage(failure))
        {
            foreach (QueuedWrite<T> queued in batch) queued.End(failure);
            return;
        }

        _log.BatchRefused(batch.Count, failure);
        for (int i = 0; i < batch.Count; i++)
        {
            Exception? own = await TryCommitAsync([batch[i].Item]);
            batch[i].End(own);
            if (own is null || !IsOutage(own)) continue;
            // Gone in the middle: waiting for it once more per item would only make the others late.
            foreach (QueuedWrite<T> rest in batch.Skip(i + 1)) rest.End(own);
            return;
        }
    }

    private async Task<Exception?> TryCommitAsync(IReadOnlyList<T> items)
    {
        try
        {
            await using DbConnection connection = await _database.ConnectAsync(CancellationToken.None);
            await using DbTransaction transaction = await _database.BeginWriteAsync(connection, CancellationToken.None);
            await _write(new BatchWrite<T>(connection, transaction, items));
            await transaction.CommitAsync();
            return null;
        }
        catch (Exception e) // Whatever it is belongs to the callers; this loop must live on for the next batch.
        {
            return e;
        }
    }

    private bool IsOutage(Exception failure) => failure is DbException e && _database.IsOutage(e);
}

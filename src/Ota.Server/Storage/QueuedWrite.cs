namespace Ota.Server.Storage;

/// <summary>An item on its way into a transaction. Its caller can take it back until a batch takes it, never after.</summary>
internal sealed class QueuedWrite<T>(T item)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;

    private readonly TaskCompletionSource _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Waiting;

    public T Item => item;

    public Task Outcome => _outcome.Task;

    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    public void TryCancel(CancellationToken stop)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting) _outcome.TrySetCanceled(stop);
    }

    public void End(Exception? failure)
    {
        if (failure is null)
            _outcome.TrySetResult();
        else
            _outcome.TrySetException(failure);
    }
}

namespace Ota.Server.Bridge.Lanes;

/// <summary>Counts the bytes of a lane against its limit. One that is larger than the limit goes in when the lane is empty.</summary>
internal sealed class LaneRoom(long limit)
{
    private long _bytes;
    private TaskCompletionSource? _waiter;

    /// <summary>Bytes inside.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public bool TryEnter(long size)
    {
        long inside = Volatile.Read(ref _bytes);
        while (inside == 0 || inside + size <= limit)
        {
            long seen = Interlocked.CompareExchange(ref _bytes, inside + size, inside);
            if (seen == inside) return true;
            inside = seen;
        }
        return false;
    }

    /// <summary>Enters when there is room. For one caller at a time.</summary>
    public async Task EnterAsync(long size, CancellationToken stop)
    {
        while (!TryEnter(size))
        {
            TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _waiter, left);
            // Who left before the exchange saw nobody waiting; who leaves after it wakes this caller.
            if (TryEnter(size)) return;
            await left.Task.WaitAsync(stop);
        }
    }

    public void Leave(long size)
    {
        Interlocked.Add(ref _bytes, -size);
        if (Volatile.Read(ref _waiter) is not null) Interlocked.Exchange(ref _waiter, null)?.TrySetResult();
    }
}

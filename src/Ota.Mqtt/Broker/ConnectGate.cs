namespace Ota.Mqtt.Broker;

/// <summary>
/// A token bucket for new connections. Who finds it empty waits with its socket unread, first come first served, so that a storm after
/// an outage is spread instead of refused and repeated.
/// </summary>
internal sealed class ConnectGate(int perSecond, TimeSpan refillInterval)
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private readonly double _capacity = Math.Max(1, perSecond * Math.Max(1, refillInterval.TotalSeconds));
    private double _tokens = Math.Max(1, perSecond);
    private long _refilledAt;

    public int WaitingCount
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    public Task EnterAsync()
    {
        if (perSecond == 0)
            return Task.CompletedTask;
        lock (_gate)
        {
            if (_tokens >= 1 && _waiting.Count == 0)
            {
                _tokens--;
                return Task.CompletedTask;
            }
            TaskCompletionSource place = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(place);
            return place.Task;
        }
    }

    /// <summary>By the sweep.</summary>
    public void Refill(long now)
    {
        if (perSecond == 0)
            return;
        lock (_gate)
        {
            _tokens = Math.Min(_capacity, _tokens + ((now - _refilledAt) * perSecond / 1000.0));
            _refilledAt = now;
            while (_tokens >= 1 && _waiting.TryDequeue(out TaskCompletionSource? next))
            {
                _tokens--;
                next.TrySetResult();
            }
        }
    }

    /// <summary>The broker stops: nobody waits any longer.</summary>
    public void Open()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out TaskCompletionSource? next))
                next.TrySetResult();
        }
    }
}

namespace Ota.Server.Storage;

/// <summary>
/// Look-ups that share queries and are never answered from an older one: a query begins after everybody whom it answers has asked. So
/// there is one at a time, however many ask.
/// </summary>
internal sealed class BatchedLook<TKey, TValue>(Func<IReadOnlyCollection<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> look)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private Dictionary<TKey, TaskCompletionSource<TValue?>> _waiting = [];
    private bool _isLooking;

    /// <summary>What belongs to a key now; the default if nothing does.</summary>
    public Task<TValue?> FindAsync(TKey key)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(key, out TaskCompletionSource<TValue?>? answer))
                _waiting.Add(key, answer = new(TaskCreationOptions.RunContinuationsAsynchronously));
            if (!_isLooking)
            {
                _isLooking = true;
                _ = Task.Run(RunAsync);
            }

            return answer.Task;
        }
    }

    private async Task RunAsync()
    {
        while (TakeWaiting() is { } asked)
        {
            try
            {
                IReadOnlyDictionary<TKey, TValue> found = await look(asked.Keys);
                foreach ((TKey key, TaskCompletionSource<TValue?> answer) in asked) answer.SetResult(found.GetValueOrDefault(key));
            }
            catch (Exception e) // It belongs to those who asked.
            {
                foreach (TaskCompletionSource<TValue?> answer in asked.Values) answer.SetException(e);
            }
        }
    }

    private Dictionary<TKey, TaskCompletionSource<TValue?>>? TakeWaiting()
    {
        lock (_gate)
        {
            Dictionary<TKey, TaskCompletionSource<TValue?>> taken = _waiting;
            _isLooking = taken.Count > 0;
            if (_isLooking) _waiting = [];
            return _isLooking ? taken : null;
        }
    }
}

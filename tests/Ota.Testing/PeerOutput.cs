namespace Ota.Testing;

/// <summary>The lines that a peer has printed, and those who wait for one.</summary>
internal sealed class PeerOutput
{
    private readonly Lock _sync = new();
    private readonly List<string> _lines = [];
    private readonly List<(Predicate<string> IsIt, TaskCompletionSource<int?> Found)> _waiting = [];
    private bool _ended;

    public async Task KeepAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            Keep(line);
    }

    /// <summary>The rest of the first line that begins so, printed already or later; null if the program ends before.</summary>
    public async Task<string?> FindAsync(string beginning)
    {
        if (await IndexAsync(line => line.StartsWith(beginning, StringComparison.Ordinal)) is not { } index)
            return null;
        lock (_sync)
            return _lines[index][beginning.Length..].Trim();
    }

    /// <summary>All lines up to the first that is the last one wanted; null if the program ends before.</summary>
    public async Task<IReadOnlyList<string>?> UntilAsync(Predicate<string> isLast)
    {
        if (await IndexAsync(isLast) is not { } index)
            return null;
        lock (_sync)
            return _lines[..(index + 1)];
    }

    public void End()
    {
        lock (_sync)
        {
            _ended = true;
            _waiting.ForEach(waiter => waiter.Found.TrySetResult(null));
        }
    }

    public override string ToString()
    {
        lock (_sync)
            return string.Join('\n', _lines);
    }

    private Task<int?> IndexAsync(Predicate<string> isIt)
    {
        lock (_sync)
        {
            int known = _lines.FindIndex(isIt);
            if (known >= 0 || _ended)
                return Task.FromResult<int?>(known >= 0 ? known : null);
            TaskCompletionSource<int?> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((isIt, found));
            return found.Task;
        }
    }

    private void Keep(string line)
    {
        lock (_sync)
        {
            _lines.Add(line);
            foreach ((Predicate<string> isIt, TaskCompletionSource<int?> found) in _waiting)
            {
                if (!found.Task.IsCompleted && isIt(line))
                    found.SetResult(_lines.Count - 1);
            }
        }
    }
}

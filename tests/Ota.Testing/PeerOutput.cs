namespace Ota.Testing;

/// <summary>The lines that a peer has printed, and those who wait for one.</summary>
internal sealed class PeerOutput
{
    private readonly Lock _sync = new();
    private readonly List<string> _lines = [];
    private readonly List<(string Beginning, TaskCompletionSource<string?> Found)> _waiting = [];
    private bool _ended;

    public async Task KeepAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            Keep(line);
    }

    /// <summary>The rest of the first line that begins so, printed already or later; null if the program ends before.</summary>
    public Task<string?> FindAsync(string beginning)
    {
        lock (_sync)
        {
            string? known = _lines.Find(line => line.StartsWith(beginning, StringComparison.Ordinal));
            if (known is not null || _ended)
                return Task.FromResult(known?[beginning.Length..].Trim());
            TaskCompletionSource<string?> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((beginning, found));
            return found.Task;
        }
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

    private void Keep(string line)
    {
        lock (_sync)
        {
            _lines.Add(line);
            foreach ((string beginning, TaskCompletionSource<string?> found) in _waiting)
            {
                if (line.StartsWith(beginning, StringComparison.Ordinal))
                    found.TrySetResult(line[beginning.Length..].Trim());
            }
        }
    }
}

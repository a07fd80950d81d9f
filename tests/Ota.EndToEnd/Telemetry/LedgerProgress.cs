using Ota.Testing;

namespace Ota.EndToEnd.Telemetry;

/// <summary>How far a replay is, by the lines of its ledger: what tests wait for instead of times.</summary>
internal sealed class LedgerProgress(string path, PeerProcess replay)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private readonly byte[] _buffer = new byte[1 << 16];
    private long _position;
    private long _lines;

    /// <summary>Waits until there are so many lines.</summary>
    /// <exception cref="InvalidOperationException">The replay ended before.</exception>
    public async Task ReachAsync(long lines)
    {
        using CancellationTokenSource patience = new(Patience);
        while (Count() < lines)
        {
            if (replay.Ended.IsCompleted && Count() < lines)
                throw new InvalidOperationException($"The replay ended with {_lines} lines, before line {lines}:\n{replay.Output}");
            await Task.Delay(BetweenLooks, TimeProvider.System, patience.Token);
        }
    }

    /// <summary>Lines so far.</summary>
    public long Count()
    {
        if (!File.Exists(path)) return 0;
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _position;
        for (int read = file.Read(_buffer); read > 0; read = file.Read(_buffer))
        {
            _position += read;
            _lines += _buffer.AsSpan(0, read).Count((byte)'\n');
        }
        return _lines;
    }
}

using System.Diagnostics;

namespace Ota.Testing;

/// <summary>
/// A program of another make, started by a test: what it prints is kept, lines can be waited for, and it is gone when the test is.
/// </summary>
public sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly PeerOutput _output = new();
    private readonly Task _ended;

    private PeerProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        _ended = Task.WhenAll(
            _output.KeepAsync(_process.StandardOutput), _output.KeepAsync(_process.StandardError), _process.WaitForExitAsync());
        _ = _ended.ContinueWith(_ => _output.End(), TaskScheduler.Default);
    }

    /// <summary>The process's id, for what /proc says about it.</summary>
    public int Id => _process.Id;

    /// <summary>Completes when the program has ended.</summary>
    public Task Ended => _ended;

    /// <summary>Everything printed so far, for messages.</summary>
    public string Output => _output.ToString();

    public static PeerProcess Start(PeerProgram program, params string[] arguments)
    {
        ProcessStartInfo start = new(program.FileName, [.. program.Arguments, .. arguments])
        {
            RedirectStandardInput = true, // Peers that serve end with it, also when this process dies without disposing them.
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new PeerProcess(start);
    }

    /// <summary>Runs a program to its end and returns what it printed; a peer says failure with its exit code.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(PeerProgram program, params string[] arguments)
    {
        await using PeerProcess peer = Start(program, arguments);
        return (await peer.ExitAsync(), peer.Output);
    }

    /// <summary>Waits for a line that begins so and returns the rest of it.</summary>
    /// <exception cref="InvalidOperationException">The program ended without printing it.</exception>
    public async Task<string> LineAsync(string beginning) =>
        await _output.FindAsync(beginning).WaitAsync(Patience)
        ?? throw new InvalidOperationException($"The peer ended without the line '{beginning}'. It printed:\n{Output}");

    /// <summary>Waits for a line and returns all that came up to it.</summary>
    /// <exception cref="InvalidOperationException">The program ended without printing it.</exception>
    public async Task<IReadOnlyList<string>> LinesUntilAsync(Predicate<string> isLast) =>
        await _output.UntilAsync(isLast).WaitAsync(Patience)
        ?? throw new InvalidOperationException($"The peer ended before its last line. It printed:\n{Output}");

    /// <summary>Asks the program to stop (SIGTERM).</summary>
    public async Task TerminateAsync()
    {
        using Process kill = Process.Start("kill", ["-s", "TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the end of the program and returns its exit code.</summary>
    /// <param name="patience">How long at most; a minute without it.</param>
    public async Task<int> ExitAsync(TimeSpan? patience = null)
    {
        await _ended.WaitAsync(patience ?? Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _ended.WaitAsync(Patience);
        _process.Dispose();
    }
}

using Ota.Testing;

namespace Ota.EndToEnd.Artifacts;

/// <summary>The server's executable on a port that stays the same, which can be killed and started again.</summary>
internal sealed class RestartedServer(string data) : IAsyncDisposable
{
    private PeerProcess? _process;

    public int Port { get; } = FreePort.Next();

    public async Task StartAsync()
    {
        _process = PeerProcess.Start(
            new PeerProgram("dotnet", BuiltProgram.Server),
            "--data", data, "--address", "127.0.0.1", "--https-port", $"{Port}", "--mqtts-port", "0");
        await _process.LineAsync("{\"https\":");
    }

    /// <summary>As a crash would (SIGKILL).</summary>
    public async Task KillAsync() => await _process!.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}

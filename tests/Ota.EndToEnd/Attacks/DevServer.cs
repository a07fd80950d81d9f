using Ota.Testing;

namespace Ota.EndToEnd.Attacks;

/// <summary>The server's executable with its plain port, which can be killed and comes back on the same ports.</summary>
internal sealed class DevServer(string data) : IAsyncDisposable
{
    private readonly int _https = FreePort.Next();
    private readonly int _http = FreePort.Next();
    private PeerProcess? _process;

    public string Data => data;

    public string Url => $"http://127.0.0.1:{_http}";

    public async Task StartAsync()
    {
        _process = PeerProcess.Start(
            new PeerProgram("dotnet", BuiltProgram.Server), "--data", data, "--dev", "--https-port", $"{_https}", "--http-port", $"{_http}",
            "--mqtts-port", "0", "--grpc-port", "0", "--mqtt-port", "0");
        await _process.LineAsync("{\"https\":");
    }

    /// <summary>As a crash would (SIGKILL).</summary>
    public async Task KillAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
    }
}

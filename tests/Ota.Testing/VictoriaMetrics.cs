using System.Text.Json;

namespace Ota.Testing;

/// <summary>Debian's VictoriaMetrics on a free loopback port, with its files in a folder of its own, so that a killed server comes back with them.</summary>
public sealed class VictoriaMetrics : IAsyncDisposable
{
    private const string Executable = "/usr/bin/victoria-metrics";

    private readonly TempFolder _folder = new();
    private readonly string[] _arguments;
    private readonly HttpClient _client;
    private PeerProcess? _process;

    private VictoriaMetrics(string[] arguments)
    {
        if (!File.Exists(Executable))
            throw new InvalidOperationException("These tests need victoria-metrics: bash tests/run.sh installs it.");
        _arguments = arguments;
        Url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        _client = new HttpClient { BaseAddress = Url };
    }

    public Uri Url { get; }

    public static async Task<VictoriaMetrics> StartAsync(params string[] arguments)
    {
        VictoriaMetrics server = new(arguments);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts the server again on the same port and folder.</summary>
    public async Task StartAgainAsync()
    {
        _process = PeerProcess.Start(
            new PeerProgram(Executable), [$"-storageDataPath={_folder.Path}", $"-httpListenAddr=127.0.0.1:{Url.Port}", "-retentionPeriod=100y", .. _arguments]);
        await HttpServerStart.AnsweringAsync(_client, "/health");
    }

    /// <summary>Kills the server as a crash would (SIGKILL); what it had not written is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>All samples: one element per series, with its labels ("metric"), "values" and "timestamps".</summary>
    public async Task<IReadOnlyList<JsonElement>> ExportAsync()
    {
        using HttpRequestMessage flush = new(HttpMethod.Get, "/internal/force_flush"); // New samples cannot be read before.
        using HttpResponseMessage flushed = await _client.SendAsync(flush);
        string lines = await _client.GetStringAsync("/api/v1/export?match[]=" + Uri.EscapeDataString("{__name__!=\"\"}"));
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _client.Dispose();
        _folder.Dispose();
    }
}

using System.Text.Json;
using Ota.Testing;

namespace Ota.EndToEnd.Cli;

/// <summary>The server's executable on a free port, with a data folder of its first start.</summary>
public sealed class RunningServer : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private PeerProcess? _process;

    /// <summary>Flags beside those that every server gets.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public int Id => _process!.Id;

    public string Data => _folder["data"];

    public string Ca => Path.Combine(Data, "pki", "root.crt");

    public string Url => Endpoints.GetProperty("urls").GetProperty("https").GetString()!;

    /// <summary>The developer's plain port; there with --dev.</summary>
    public string PlainUrl => Endpoints.GetProperty("urls").GetProperty("http").GetString()!;

    public int Port => Endpoints.GetProperty("https").GetInt32();

    private JsonElement Endpoints => JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "endpoints.json"))).RootElement;

    public async Task InitializeAsync()
    {
        _process = PeerProcess.Start(
            new PeerProgram("dotnet", BuiltProgram.Server),
            ["--data", Data, "--https-port", "0", "--mqtts-port", "0", .. Arguments]);
        await _process.LineAsync("{\"https\":");
    }

    public async Task DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();
}

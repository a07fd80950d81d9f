using System.Text.Json;
using Ota.EndToEnd.Cli;
using Ota.Testing;

namespace Ota.EndToEnd.Demo;

/// <summary>The simulator without a verb, in a folder that a test may look into.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    public const string Last = "   $ curl ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly TempFolder _folder = new();
    private readonly OtaTool _ota = new();
    private readonly PeerProcess _process;

    public DemoProcess(params string[] arguments)
    {
        _ota.Environment["OTA_DATA"] = Path.Combine(_folder["demo"], "server");
        _process = PeerProcess.Start(new PeerProgram("dotnet", BuiltProgram.Simulator), ["--keep", _folder["demo"], .. arguments]);
    }

    public string Output => _process.Output;

    public string this[string file] => Path.Combine(_folder["demo"], file);

    public JsonElement Endpoints => JsonDocument.Parse(File.ReadAllText(this["server/endpoints.json"])).RootElement;

    /// <summary>Asks the server that the demonstration started.</summary>
    public async Task<OtaRun> OtaAsync(params string[] arguments) => (await _ota.RunAsync(arguments)).Should(0);

    /// <summary>Waits until the server has made its PKI and listens.</summary>
    public async Task ServerAsync()
    {
        using CancellationTokenSource patience = new(Patience);
        while (!File.Exists(this["server/endpoints.json"]))
        {
            _process.Ended.IsCompleted.Should().BeFalse(Output);
            await Task.Delay(Glance, TimeProvider.System, patience.Token);
        }
    }

    /// <summary>Waits until it has shown everything and the server is there for its reader.</summary>
    public async Task ShownAsync()
    {
        using CancellationTokenSource patience = new(Patience);
        while (!Output.Contains(Last, StringComparison.Ordinal))
        {
            _process.Ended.IsCompleted.Should().BeFalse(Output);
            await Task.Delay(Glance, TimeProvider.System, patience.Token);
        }
    }

    /// <summary>As Ctrl-C does (SIGTERM).</summary>
    public async Task<int> StopAsync()
    {
        await _process.TerminateAsync();
        return await _process.ExitAsync(Patience);
    }

    public Task<int> ExitAsync() => _process.ExitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _ota.Dispose();
        _folder.Dispose();
    }
}

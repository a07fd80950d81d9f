using System.Diagnostics;
using System.Security.Cryptography;
using Ota.EndToEnd.Cli;
using Ota.Testing;

namespace Ota.EndToEnd.Artifacts;

/// <summary>`ota artifacts` against a server of its own, with a file of 200 MB.</summary>
public sealed class PutTests : IAsyncLifetime, IDisposable
{
    private const int Length = 200_000_000;
    private const int Cut = 60_000_000;
    private const string Name = "image.bin";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly OtaTool _ota = new();
    private readonly RestartedServer _server;
    private byte[] _content = [];
    private string _sha256 = "";

    public PutTests()
    {
        _server = new RestartedServer(Data);
        _ota.Environment["OTA_DATA"] = Data;
    }

    private string Data => _ota["data"];

    private string Final => Path.Combine(Data, "artifacts", "sha256", _sha256);

    private string Uploads => Path.Combine(Data, "artifacts", "uploads");

    public async Task InitializeAsync()
    {
        _content = new byte[Length];
        new Random(20261122).NextBytes(_content);
        _sha256 = Convert.ToHexStringLower(SHA256.HashData(_content));
        await File.WriteAllBytesAsync(_ota[Name], _content);
        await _server.StartAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _ota.Dispose();

    [Fact]
    public async Task An_upload_whose_server_is_killed_goes_on_and_ends_with_the_same_bytes()
    {
        using Process put = _ota.Start("dotnet", [BuiltProgram.Ota, "artifacts", "put", Name]);
        await PartReachesAsync(20_000_000);
        await _server.KillAsync();
        if (File.Exists(Final)) new FileInfo(Final).Length.Should().Be(Length, "a name is taken when everything is there");
        await _server.StartAsync();
        OtaRun run = await OtaTool.EndAsync(put);
        // On a slow machine the server may be away for longer than the client waits: then it says so, and is run again.
        if (run.ExitCode == 3) run = await _ota.RunAsync("artifacts", "put", Name);
        run.Should(0);
        await ShouldBeThereAsync();
    }

    [Fact]
    public async Task An_upload_whose_client_is_killed_goes_on_when_it_is_run_again()
    {
        using (Process put = _ota.Start("dotnet", [BuiltProgram.Ota, "artifacts", "put", Name]))
        {
            await PartReachesAsync(20_000_000);
            put.Kill();
            await put.WaitForExitAsync().WaitAsync(Patience);
        }

        (await _ota.RunAsync("artifacts", "put", Name)).Should(0);
        await ShouldBeThereAsync();
    }

    [Fact]
    public async Task An_upload_whose_connection_is_cut_goes_on_by_itself_and_sends_only_what_is_missing()
    {
        await using CuttingProxy proxy = new(_server.Port);
        proxy.CutNext(toServer: true, Cut);
        OtaRun run = await _ota.RunAsync("artifacts", "put", Name, "--server", $"https://localhost:{proxy.Port}");
        run.Should(0).Error.Should().Contain("image.bin: uploaded, 190.7 MiB.");
        proxy.Connections.Should().BeGreaterThan(1);
        proxy.ToServer.Should().BeGreaterThan(Length).And.BeLessThan(Length + Cut, "what was stored is not sent again");
        await ShouldBeThereAsync();

        int before = proxy.ToServer;
        run = await _ota.RunAsync("artifacts", "put", Name, "--server", $"https://localhost:{proxy.Port}", "--output", "json");
        run.Should(0).Error.Should().Contain("was there already");
        run.Json.GetProperty("artifacts")[0].GetProperty("sha256").GetString().Should().Be(_sha256);
        (proxy.ToServer - before).Should().BeLessThan(100_000, "an artifact that is there is not sent");
    }

    private async Task ShouldBeThereAsync()
    {
        (await File.ReadAllBytesAsync(Final)).AsSpan().SequenceEqual(_content).Should().BeTrue();
        Directory.EnumerateFiles(Uploads).Should().BeEmpty();
        (await _ota.RunAsync("artifacts", "show", _sha256)).Should(0).Out.Should().Contain("200000000 (190.7 MiB)").And.Contain("operators/admin");
        (await _ota.RunAsync("artifacts", "list")).Should(0).Lines.Should().HaveCount(2);
    }

    // The kernel tells of every write; the artifact's own name also counts, should the upload have been quicker than the news of it.
    private async Task PartReachesAsync(long length)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using FileSystemWatcher watcher = new(Path.Combine(Data, "artifacts"))
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.Size | NotifyFilters.LastWrite | NotifyFilters.FileName,
        };
        watcher.Changed += (_, change) => Look(change.FullPath);
        watcher.Created += (_, change) => Look(change.FullPath);
        watcher.Renamed += (_, change) => Look(change.FullPath);
        watcher.EnableRaisingEvents = true;
        foreach (string path in Directory.EnumerateFiles(Uploads)) Look(path);
        await reached.Task.WaitAsync(Patience);

        void Look(string path)
        {
            FileInfo file = new(path);
            if (file.Exists && file.Length >= length) reached.TrySetResult();
        }
    }
}

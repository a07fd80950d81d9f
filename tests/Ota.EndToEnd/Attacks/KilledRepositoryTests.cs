using System.Globalization;
using Ota.Core.Bundles.Verification;
using Ota.EndToEnd.Ceremony;
using Ota.EndToEnd.Cli;

namespace Ota.EndToEnd.Attacks;

/// <summary>
/// SIGKILL while people sign, publish and renew: what a client trusted never falls back, the repository is whole at every start, and what
/// was answered is there. The moment is the n-th write that the kernel tells of, or the answer if that comes first.
/// </summary>
public sealed class KilledRepositoryTests : IAsyncLifetime, IDisposable
{
    private const int Seed = 20261122;
    private const int MostWrites = 12;

    private static readonly int Rounds = Environment.GetEnvironmentVariable("OTA_TEST_LONG") == "1" ? 60 : 6;

    private readonly CeremonyFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly DevServer _server;
    private int _root = 1;
    private int _rootBefore;
    private int _drafts;
    private TrustedSet? _trusted;

    public KilledRepositoryTests() => _server = new DevServer(_folder.Ota["data"]);

    public async Task InitializeAsync()
    {
        _folder.Ota.Environment["OTA_DATA"] = _server.Data;
        await _server.StartAsync();
        await _folder.MakeKeysAsync("r1", "t1", "t2");
        _folder.Ota.Write("online.json", (await _folder.DoneAsync("repo online-keys --repo image")).Out);
        await _folder.DoneAsync("root init 1.json --repo image --root-key r1.pub --root-threshold 1 --targets-key t1.pub --targets-key t2.pub --targets-threshold 2 --online online.json");
        await _folder.DoneAsync("root sign 1.json --key r1");
        await _folder.DoneAsync("root publish 1.json --repo image --yes");
        await _folder.DoneAsync(await PrepareRenewalAsync());
        await LookAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _folder.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task Whatever_is_cut_off_the_repository_is_the_old_one_or_the_new_one()
    {
        Random random = new(Seed);
        for (int round = 0; round < Rounds; round++)
        {
            string operation = (round % 3) switch { 0 => await PrepareRenewalAsync(), 1 => await PrepareRootAsync(), _ => "repo renew targets" };
            OtaRun run = await KillDuringAsync(operation, random.Next(1, MostWrites));
            await _server.StartAsync();
            (long _, long _, long targets) = OwnClient.VersionsOf(_trusted!);
            await LookAsync();
            if (run.ExitCode == 0) await ShouldBeThereAsync(operation, targets);
            else run.ExitCode.Should().BeOneOf([1, 3], "round {0}: {1}: {2}", round, operation, run.Error);
            (await _folder.DoneAsync("repo fsck --output json")).Json.GetProperty("problems").GetArrayLength().Should().Be(0);
            await TidyAsync();
        }
    }

    /// <summary>One of two signatures is there; with the other the targets are published.</summary>
    private async Task<string> PrepareRenewalAsync()
    {
        string change = (await _folder.DoneAsync("repo renew targets --output json")).Json.GetProperty("name").GetString()!;
        await _folder.DoneAsync($"repo sign {change} --key t1");
        return $"repo sign {change} --key t2";
    }

    private async Task<string> PrepareRootAsync()
    {
        string next = string.Create(CultureInfo.InvariantCulture, $"next-{++_drafts}.json");
        _rootBefore = _root;
        await _folder.DoneAsync($"root rotate {Current()} -o {next}");
        await _folder.DoneAsync($"root sign {next} --key r1");
        return $"root publish {next} --repo image --yes";
    }

    private async Task<OtaRun> KillDuringAsync(string operation, int writes)
    {
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int seen = 0;
        using FileSystemWatcher watcher = new(_server.Data) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.Size | NotifyFilters.LastWrite | NotifyFilters.FileName };
        watcher.Changed += (_, _) => Count();
        watcher.Created += (_, _) => Count();
        watcher.Renamed += (_, _) => Count();
        watcher.EnableRaisingEvents = true;
        Task<OtaRun> run = _folder.RunAsync(operation);
        await Task.WhenAny(run, written.Task);
        await _server.KillAsync();
        return await run;

        void Count()
        {
            if (Interlocked.Increment(ref seen) >= writes) written.TrySetResult();
        }
    }

    // Complete, from what was trusted before: the machine refuses any version that falls and any mix.
    private async Task LookAsync()
    {
        (TrustedSet set, Refusal? refusal) = await OwnClient.RefreshAsync(
            await File.ReadAllBytesAsync(_folder.Ota["1.json"]), _trusted, OwnClient.From(_http, _server.Url + "/repo"));
        refusal.Should().BeNull();
        set.Root.Metadata.Version.Should().BeGreaterThanOrEqualTo(_root);
        _root = (int)set.Root.Metadata.Version;
        await File.WriteAllBytesAsync(_folder.Ota[Current()], set.Root.Envelope.Bytes.ToArray());
        _trusted = set;
    }

    private async Task ShouldBeThereAsync(string operation, long targetsBefore)
    {
        if (operation.StartsWith("repo sign", StringComparison.Ordinal)) OwnClient.VersionsOf(_trusted!).Targets.Should().Be(targetsBefore + 1);
        else if (operation.StartsWith("repo renew", StringComparison.Ordinal)) (await OpenAsync()).Should().HaveCount(1);
        else _root.Should().Be(_rootBefore + 1);
    }

    private async Task TidyAsync()
    {
        foreach (string change in await OpenAsync()) await _folder.DoneAsync($"repo drop {change} --yes");
    }

    private async Task<string[]> OpenAsync() =>
        [.. (await _folder.DoneAsync("repo changes --open --output json")).Json.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("name").GetString()!)];

    private string Current() => string.Create(CultureInfo.InvariantCulture, $"{_root}.json");
}

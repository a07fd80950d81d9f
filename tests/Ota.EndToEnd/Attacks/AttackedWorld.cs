using System.Collections.Concurrent;
using System.Security.Cryptography;
using Ota.EndToEnd.Ceremony;
using Ota.EndToEnd.Cli;
using Ota.Testing;

namespace Ota.EndToEnd.Attacks;

/// <summary>
/// One server in two generations. In the first, two of three people have signed roots, a supplier and a bundle; in the second, the Image
/// repository's root has other keys and a raised threshold, the targets are signed anew, and the vehicle is told to install the bundle.
/// What a client trusted in each is kept.
/// </summary>
public sealed class AttackedWorld : IAsyncLifetime, IDisposable
{
    public const string Gateway = "gateway/fw-3.0.bin";
    public const string Brake = "brake/fw-2.4.1.bin";
    public const int GatewayBytes = 200_000;
    public const int BrakeBytes = 300_000;

    private const string Vin = "WVWZZZ1KZAW00000";

    private readonly DevServer _server;

    public AttackedWorld() => _server = new DevServer(Folder.Ota["data"]);

    internal CeremonyFolder Folder { get; } = new();

    internal EvilProxy Proxy { get; private set; } = null!;

    /// <summary>What the server gave in the first generation, by path.</summary>
    internal ConcurrentDictionary<string, byte[]> First { get; } = [];

    /// <summary>What it gives since then.</summary>
    internal ConcurrentDictionary<string, byte[]> Second => Proxy.Seen;

    public string Data => _server.Data;

    public string Url => _server.Url;

    /// <summary>The vehicle whose Director files are attacked, and another one like it.</summary>
    public string Vid { get; private set; } = "";

    public string OtherVid { get; private set; } = "";

    public string Bundle { get; private set; } = "";

    private OtaTool Ota => Folder.Ota;

    public async Task InitializeAsync()
    {
        Ota.Environment["OTA_DATA"] = Data;
        await _server.StartAsync();
        Proxy = await EvilProxy.StartAsync(_server.Url);
        await Folder.MakeKeysAsync("r1", "r2", "r3", "r4", "t1", "t2", "t3", "s1");
        await PublishRootsAsync();
        await RegisterAsync();
        await StageAsync();
        await TrustAsync("first");
        foreach ((string path, byte[] file) in Proxy.Seen) First[path] = file;
        Proxy.Seen.Clear();
        await RotateAsync();
        await Folder.DoneAsync($"director assign {Vid} {Bundle}");
        await TrustAsync("second");
    }

    public async Task DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    public void Dispose() => Folder.Dispose();

    /// <summary>Where a client of a generation keeps what it trusts.</summary>
    internal string StateOf(Repository repository, string generation) => Ota[$"{generation}-{repository}"];

    internal string PathOf(Repository repository) => repository is Repository.Image ? "/repo" : $"/director/{Vid}";

    /// <summary>Signs a change with the keys of these people.</summary>
    public async Task SignAsync(string change, params string[] keys)
    {
        foreach (string key in keys) await Folder.DoneAsync($"repo sign {change} --key {key}");
    }

    private async Task PublishRootsAsync()
    {
        foreach ((string repo, string targets) in new[] { ("image", " --targets-key t1.pub --targets-key t2.pub --targets-threshold 2"), ("director", "") })
        {
            Ota.Write($"online-{repo}.json", (await Folder.DoneAsync($"repo online-keys --repo {repo}")).Out);
            await Folder.DoneAsync($"root init {repo}.json --repo {repo} --root-key r1.pub --root-key r2.pub --root-key r3.pub --root-threshold 2{targets} --online online-{repo}.json");
            await Folder.DoneAsync($"root sign {repo}.json --key r1 --key r2");
            await Folder.DoneAsync($"root publish {repo}.json --repo {repo} --yes");
        }
    }

    private async Task RegisterAsync()
    {
        Ota.Write("fleet.csv", "vin,model,year,market,rxswins,ecu.1.serial,ecu.1.hardware_id,ecu.1.role,ecu.2.serial,ecu.2.hardware_id\n"
            + string.Concat(Enumerable.Range(1, 2).Select(i => $"{Vin}{i},e-Up,2021,DE,R79 002,gw-{i},gw-2,primary,bms-{i},bms\n")));
        await Folder.DoneAsync("vehicles import fleet.csv");
        Vid = await FindAsync(1);
        OtherVid = await FindAsync(2);

        async Task<string> FindAsync(int number) =>
            (await Folder.DoneAsync($"vehicles show {Vin}{number} --output json")).Json.GetProperty("vid").GetString()!;
    }

    private async Task StageAsync()
    {
        string delegation = await ProposeAsync("delegate supplier --key s1.pub --path supplier/* --path supplier/bundles/*");
        await SignAsync(delegation, "t1", "t2");
        await SignAsync(await OpenChangeAsync("supplier"), "s1");
        Ota.Write("brake-fix.yaml", File.ReadAllText(RepositoryRoot.Combine("docs/bundles.md")).Split("```yaml\n")[1].Split("```")[0]);
        await File.WriteAllBytesAsync(Ota["gateway-3.0.bin"], RandomNumberGenerator.GetBytes(GatewayBytes));
        await File.WriteAllBytesAsync(Ota["brake-2.4.1.bin"], RandomNumberGenerator.GetBytes(BrakeBytes));
        Bundle = (await Folder.DoneAsync("bundles build brake-fix.yaml --upload --output json")).Json.GetProperty("name").GetString()!["bundles/".Length..];
        await Folder.DoneAsync($"bundles sign {Bundle} --key t1");
        await Folder.DoneAsync($"bundles sign {Bundle} --key t2");
    }

    // One person goes, one comes, three instead of two must sign; one of targets' two keys is replaced.
    private async Task RotateAsync()
    {
        await Folder.DoneAsync("root rotate image.json -o 2.image.json");
        await Folder.DoneAsync("root add-key 2.image.json --role root r4.pub");
        await Folder.DoneAsync("root remove-key 2.image.json --role root r1.pub");
        await Folder.DoneAsync("root set-threshold 2.image.json 3 --role root");
        await Folder.DoneAsync("root add-key 2.image.json --role targets t3.pub");
        await Folder.DoneAsync("root remove-key 2.image.json --role targets t1.pub");
        await Folder.DoneAsync("root sign 2.image.json --previous image.json --key r2 --key r3 --key r4");
        await Folder.DoneAsync("root publish 2.image.json --repo image --yes");
        await SignAsync(await OpenChangeAsync("targets"), "t2", "t3");
        await Folder.DoneAsync("root rotate director.json -o 2.director.json");
        await Folder.DoneAsync("root sign 2.director.json --key r1 --key r3");
        await Folder.DoneAsync("root publish 2.director.json --repo director --yes");
    }

    /// <summary>Proposes by a verb of `ota repo` and returns the change's name.</summary>
    public async Task<string> ProposeAsync(string words) =>
        (await Folder.DoneAsync($"repo {words} --output json")).Json.GetProperty("name").GetString()!["changes/".Length..];

    private async Task<string> OpenChangeAsync(string role) =>
        (await Folder.DoneAsync("repo changes --open --output json")).Json.GetProperty("changes").EnumerateArray()
            .Single(change => change.GetProperty("role").GetString() == role).GetProperty("name").GetString()!["changes/".Length..];

    private async Task TrustAsync(string generation)
    {
        foreach (Repository repository in Enum.GetValues<Repository>())
        {
            string state = Directory.CreateDirectory(StateOf(repository, generation)).FullName;
            File.Copy(Ota[repository is Repository.Image ? "image.json" : "director.json"], Path.Combine(state, "root.json"));
            string[] images = repository is Repository.Image ? [Gateway, Brake] : [];
            object step = new { name = generation, url = $"{Proxy.Url}/honest{PathOf(repository)}", state, images };
            TufStep done = (await TufClient.RunAsync(Ota["steps.json"], step)).Single();
            done.IsAccepted.Should().BeTrue(done.Why);
        }
    }
}

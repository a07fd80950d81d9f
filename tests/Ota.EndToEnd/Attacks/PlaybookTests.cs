using System.Text.RegularExpressions;
using Ota.Core.Bundles.Verification;
using Ota.EndToEnd.Ceremony;
using Ota.Testing;

namespace Ota.EndToEnd.Attacks;

/// <summary>The ceremony of docs/security.md with a server, and what to do when a key is in wrong hands, word for word.</summary>
public sealed partial class PlaybookTests : IAsyncLifetime, IDisposable
{
    private readonly CeremonyFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly DevServer _server;

    public PlaybookTests() => _server = new DevServer(_folder.Ota["data"]);

    public async Task InitializeAsync()
    {
        _folder.Ota.Environment["OTA_DATA"] = _server.Data;
        _folder.Ota.Environment["DIR"] = _server.Data;
        _folder.Ota.Environment["OTA_KEY_PASSPHRASE"] = "correct horse battery";
        await _server.StartAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _folder.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task Ceremony_and_playbooks_do_what_they_say()
    {
        foreach (string block in Blocks("## Key ceremony")) await RunAsync(block);
        await PrepareAsync();
        (TrustedSet image, TrustedSet _) = await LookAsync(null);
        byte[] stolen = await File.ReadAllBytesAsync(Path.Combine(_server.Data, "keys", "image-timestamp.pem"));

        string[] playbooks = [.. Blocks("## When a key is in wrong hands")];
        playbooks.Should().HaveCount(8);
        foreach (string block in playbooks)
        {
            // With the server stopped, as the text has it.
            bool isStopped = block.Contains("mv ", StringComparison.Ordinal);
            if (isStopped) await _server.KillAsync();
            await RunAsync(block);
            if (isStopped) await _server.StartAsync();
        }

        (TrustedSet after, TrustedSet director) = await LookAsync(image);
        (after.Root.Metadata.Version, director.Root.Metadata.Version).Should().Be((4, 3));
        after.Targets[DelegationChain.Top].Metadata.Delegations?.Roles.Should().BeEmpty();
        (await File.ReadAllBytesAsync(Path.Combine(_server.Data, "keys", "image-timestamp.pem"))).Should().NotEqual(stolen);
        (await _folder.DoneAsync("operators list")).Out.Should().Contain("kim-again");
    }

    // A supplier, a vehicle and an operator, so that there is something to lose.
    private async Task PrepareAsync()
    {
        await _folder.DoneAsync("keys generate brakes.key");
        await _folder.DoneAsync("repo delegate brakes-ag --key brakes.key.pub --path brake/* --path brakes-ag/bundles/*");
        await SignOpenAsync("targets", "targets-kim.key", "targets-lee.key");
        await SignOpenAsync("brakes-ag", "brakes.key");
        _folder.Ota.Write("fleet.csv", "vin,model,year,market,ecu.1.serial,ecu.1.hardware_id,ecu.1.role,ecu.2.serial,ecu.2.hardware_id\nWVWZZZ1KZAW000001,e-Up,2021,DE,gw-1,gw-2,primary,bms-1,bms\n");
        await _folder.DoneAsync("vehicles import fleet.csv");
        await _folder.DoneAsync("operators create kim --role engineer --out kim");
    }

    private async Task SignOpenAsync(string role, params string[] keys)
    {
        string change = (await _folder.DoneAsync("repo changes --open --output json")).Json.GetProperty("changes").EnumerateArray()
            .Single(one => one.GetProperty("role").GetString() == role).GetProperty("name").GetString()!;
        foreach (string key in keys) await _folder.DoneAsync($"repo sign {change} --key {key}");
    }

    private async Task RunAsync(string block) => (await _folder.Ota.BashAsync("set -e\n" + block)).Should(0);

    private async Task<(TrustedSet Image, TrustedSet Director)> LookAsync(TrustedSet? earlier)
    {
        string vid = (await _folder.DoneAsync("vehicles show WVWZZZ1KZAW000001 --output json")).Json.GetProperty("vid").GetString()!;
        return (await TrustAsync("root.json", "/repo", earlier), await TrustAsync("director.json", $"/director/{vid}", null));
    }

    private async Task<TrustedSet> TrustAsync(string root, string folder, TrustedSet? earlier)
    {
        (TrustedSet set, Refusal? refusal) = await OwnClient.RefreshAsync(_folder.Read(root), earlier, OwnClient.From(_http, _server.Url + folder));
        refusal.Should().BeNull();
        return set;
    }

    /// <summary>All commands under a heading, those for the people and those for the server, in their order.</summary>
    private static IEnumerable<string> Blocks(string heading)
    {
        string section = File.ReadAllText(RepositoryRoot.Combine("docs/security.md")).Split(heading + "\n")[1].Split("\n## ")[0];
        return Block().Matches(section).Select(match => match.Groups[1].Value);
    }

    [GeneratedRegex("```(?:ba)?sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}

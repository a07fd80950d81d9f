using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using Ota.EndToEnd.Ceremony;
using Ota.EndToEnd.Cli;

namespace Ota.EndToEnd.Repositories;

/// <summary>`ota repo` and the part of `ota root` that talks to a server, with the built programs.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RepoTests : IAsyncLifetime, IDisposable
{
    private readonly CeremonyFolder _folder = new();
    private readonly RunningServer _server = new();

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _folder.Ota.Environment["OTA_DATA"] = _server.Data;
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Renewals_are_proposed_found_by_eight_digits_signed_and_dropped()
    {
        (await _folder.DoneAsync("repo status")).Error.Should().Contain("The image repository has no root yet").And.Contain("director repository has no root");
        (await _folder.RefusedAsync("root fetch --repo image -o none.json")).Should().Contain("No root is published yet");
        await TwoRepositories.PublishAsync(_folder);
        await _folder.DoneAsync("root fetch --repo image -o fetched.json");
        _folder.Read("fetched.json").Should().Equal(_folder.Read(TwoRepositories.ImageRoot));
        (await _folder.RefusedAsync("root fetch --repo image -o fetched.json")).Should().Contain("exists already");

        OtaRun renewed = await _folder.DoneAsync("repo renew targets --output json");
        string id = IdOf(renewed.Json);
        renewed.Error.Should().Contain($"It needs 2 signatures: ota repo sign {id[..12]} --key FILE");
        (await _folder.DoneAsync($"repo show {id[..8]}")).Out.Should().Contain($"changes/{id}").And.Contain("0 of 2").And.Contain(_folder.IdOf("t2"));
        string payload = (await _folder.DoneAsync($"repo show {id[..8]} --output json")).Json.GetProperty("payload").GetString()!;
        SHA256.HashData(Convert.FromBase64String(payload)).Should().NotBeEmpty();
        (await _folder.RefusedAsync("repo show 00000000")).Should().Contain("There is no change 00000000");
        (await _folder.RunAsync("repo show 0000")).Should(2).Error.Should().Contain("8 to 32 lower-case hexadecimal digits");
        (await _folder.RefusedAsync($"repo sign {id[..8]} --key r1")).Should().Contain("which does not sign for targets");
        (await _folder.DoneAsync($"repo sign {id[..8]} --key t1 --root fetched.json")).Error.Should().Contain("needs 1 more of 2 signatures");
        (await _folder.DoneAsync("repo changes --open")).Lines.Should().HaveCount(2).And.Contain(line => line.Contains("1 of 2"));
        (await _folder.DoneAsync($"repo sign changes/{id} --key t3")).Error.Should().Contain("is published");
        (await _folder.RefusedAsync($"repo sign {id} --key t2")).Should().Contain("there is nothing left to sign");
        (await _folder.DoneAsync("repo changes --open --output json")).Json.GetProperty("changes").GetArrayLength().Should().Be(0);
        (await _folder.DoneAsync("repo changes")).Lines[0].Should().Contain("PUBLISHED").And.NotContain("LIVE WITH");
        (await _folder.DoneAsync($"repo show {id}")).Out.Should().Contain("published  ");

        string dropped = IdOf((await _folder.DoneAsync("repo renew targets --output json")).Json);
        (await _folder.DoneAsync($"repo drop {dropped[..8]} --yes")).Out.Should().Contain("dropped");
        (await _folder.RefusedAsync($"repo sign {dropped} --key t1")).Should().Contain("is dropped");
        (await _folder.DoneAsync("repo status")).Lines.Should().Contain(line => line.Contains("targets") && line.Contains("2 of 3"));
        OtaRun fsck = await _folder.DoneAsync("repo fsck --output json");
        fsck.Json.GetProperty("problems").GetArrayLength().Should().Be(0);
        fsck.Json.GetProperty("files").GetInt64().Should().BeGreaterThan(3);
        (await _folder.DoneAsync("repo fsck --read-artifacts")).Error.Should().Contain("0 problems");
    }

    [Fact]
    public async Task A_supplier_comes_with_its_file_and_goes_again()
    {
        await TwoRepositories.PublishAsync(_folder);
        await PublishTargetsAsync();
        await _folder.MakeKeysAsync("s1", "s2");
        OtaRun made = await _folder.DoneAsync(
            "repo delegate brakes-inc --key s1.pub --key s2.pub --threshold 2 --path brakes-inc/* --path brakes-inc/bundles/* --terminating --output json");
        string delegation = IdOf(made.Json);
        JsonElement companion = Changes(await _folder.DoneAsync("repo changes --open --output json")).Single(change => change.GetProperty("role").GetString() == "brakes-inc");
        companion.GetProperty("goesLiveWith").GetString().Should().Be($"changes/{delegation}");
        made.Error.Should().Contain($"by the keys of brakes-inc: ota repo sign {IdOf(companion)[..12]} --key FILE");
        OtaRun listed = await _folder.DoneAsync("repo changes --open");
        listed.Lines[0].Should().Contain("LIVE WITH").And.NotContain("PUBLISHED");
        listed.Lines.Single(line => line.StartsWith(IdOf(companion)[..12], StringComparison.Ordinal)).Should().Contain(delegation[..12]);
        (await _folder.DoneAsync($"repo show {IdOf(companion)}")).Out.Should().Contain($"goes live with  changes/{delegation}");

        await _folder.DoneAsync($"repo sign {delegation[..8]} --key t1 --key t2");
        Roles(await _folder.DoneAsync("repo status --output json")).Should().NotContain("brakes-inc");
        (await _folder.DoneAsync($"repo sign {IdOf(companion)[..8]} --key s1 --key s2")).Error.Should().Contain("is published");
        (await _folder.DoneAsync("repo status")).Lines.Should().Contain(line => line.Contains("brakes-inc/*") && line.Contains("(terminating)"));

        string end = IdOf((await _folder.DoneAsync("repo undelegate brakes-inc --output json")).Json);
        (await _folder.DoneAsync("repo changes --open")).Out.Should().Contain("delegation end");
        await _folder.DoneAsync($"repo sign {end[..8]} --key t2 --key t3");
        (await _folder.DoneAsync("repo status")).Out.Should().NotContain("brakes-inc/*");
        (await _folder.DoneAsync("repo fsck")).Error.Should().Contain("0 problems");
    }

    [Fact]
    public async Task A_root_with_other_targets_keys_waits_and_names_the_change_that_it_waits_for()
    {
        await TwoRepositories.PublishAsync(_folder);
        await PublishTargetsAsync();
        await _folder.MakeKeysAsync("n1", "n2");
        await _folder.DoneAsync("root rotate root.json -o 2.root.json");
        await _folder.DoneAsync("root add-key 2.root.json --role targets n1.pub");
        await _folder.DoneAsync("root add-key 2.root.json --role targets n2.pub");
        await _folder.DoneAsync("root set-threshold 2.root.json 4 --role targets");
        (await _folder.RefusedAsync("root publish 2.root.json --repo image --yes")).Should().Contain("is not ready");
        await _folder.DoneAsync("root sign 2.root.json --key r1 --key r2");
        OtaRun published = await _folder.DoneAsync("root publish 2.root.json --repo image --yes --output json");
        published.Json.GetProperty("waitingRoot").GetString().Should().Be("2");
        string change = published.Json.GetProperty("waitingFor").GetString()!["changes/".Length..];
        published.Error.Should().Contain("Root version 2 of the image repository waits").And.Contain($"ota repo sign {change[..12]} --key FILE");
        OtaRun status = await _folder.DoneAsync("repo status");
        status.Out.Should().Contain($"waits for {change[..12]}");
        status.Error.Should().Contain($"ota repo sign {change[..12]}");
        (await _folder.DoneAsync($"repo show {change[..8]}")).Out.Should().Contain("the root that waits for it");

        await _folder.DoneAsync($"repo sign {change[..8]} --key n1 --key n2 --key t1 --key t2");
        JsonElement image = (await _folder.DoneAsync("repo status --output json")).Json.GetProperty("repositories")[0];
        image.GetProperty("waitingRoot").GetString().Should().Be("0");
        image.GetProperty("roles")[0].GetProperty("version").GetString().Should().Be("2");
    }

    private async Task PublishTargetsAsync()
    {
        string id = IdOf((await _folder.DoneAsync("repo renew targets --output json")).Json);
        (await _folder.DoneAsync($"repo sign {id} --key t1 --key t2")).Error.Should().Contain("is published");
    }

    private static string IdOf(JsonElement change) => change.GetProperty("name").GetString()!["changes/".Length..];

    private static JsonElement[] Changes(OtaRun run) => [.. run.Json.GetProperty("changes").EnumerateArray()];

    private static string?[] Roles(OtaRun run) =>
        [.. run.Json.GetProperty("repositories")[0].GetProperty("roles").EnumerateArray().Select(role => role.GetProperty("name").GetString())];
}

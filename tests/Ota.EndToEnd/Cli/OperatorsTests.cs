using System.Runtime.Versioning;
using System.Text.Json;

namespace Ota.EndToEnd.Cli;

[Collection(ServerCollection.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class OperatorsTests : IDisposable
{
    private readonly OtaTool _ota = new();
    private readonly RunningServer _server;

    public OperatorsTests(RunningServer server)
    {
        _server = server;
        _ota.Environment["OTA_DATA"] = server.Data;
    }

    public void Dispose() => _ota.Dispose();

    [Fact]
    public async Task A_new_operator_gets_a_folder_that_works_at_once_and_that_nobody_else_can_read()
    {
        OtaRun made = (await _ota.RunAsync("operators", "create", "kim", "--role", "engineer", "--role", "viewer")).Should(0);
        made.Out.Should().BeEmpty();
        made.Error.Should().Contain("ota --data kim status");
        string[] files = [.. Directory.GetFiles(_ota["kim"]).Select(path => Path.GetFileName(path))];
        files.Should().BeEquivalentTo("kim.key", "kim.crt", "ca.crt", "operator.json");
        foreach (string file in files)
            File.GetUnixFileMode(_ota[$"kim/{file}"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);

        (await _ota.RunAsync("--data", "kim", "status")).Should(0);
        (await _ota.RunAsync("--data", "kim", "operators", "list")).Should(1).Error
            .Should().StartWith("ota: kim may not call").And.Contain("admin");
    }

    [Fact]
    public async Task An_existing_file_is_kept_and_the_server_is_not_asked()
    {
        Directory.CreateDirectory(_ota["lee"]);
        _ota.Write("lee/lee.crt", "mine");
        OtaRun run = (await _ota.RunAsync("operators", "create", "lee", "--role", "viewer")).Should(1);
        run.Error.Should().Contain("lee/lee.crt exists already");
        Directory.GetFiles(_ota["lee"]).Should().ContainSingle();
        (await NamesAsync()).Should().NotContain("operators/lee");
    }

    [Fact]
    public async Task A_refused_operator_leaves_no_file_behind()
    {
        (await _ota.RunAsync("operators", "create", "twice", "--role", "viewer", "--token")).Should(0);
        (await _ota.RunAsync("operators", "create", "twice", "--role", "viewer", "--out", "folder")).Should(1).Error
            .Should().StartWith("ota: twice was used before");
        Directory.Exists(_ota["folder"]).Should().BeFalse();
    }

    [Fact]
    public async Task A_token_is_alone_on_stdout_and_works_from_the_environment_until_its_operator_is_revoked()
    {
        string token = await MakeTokenAsync("ci");
        _ota.Environment.Clear();
        _ota.Environment["OTA_TOKEN"] = token;
        _ota.Environment["OTA_SERVER"] = _server.Url;
        _ota.Environment["OTA_CA"] = _server.Ca;
        (await _ota.RunAsync("status")).Should(0);

        OtaRun revoked = (await _ota.RunAsync(["--cert", AdminFile("crt"), "--key", AdminFile("key"), "operators", "revoke", "ci", "--yes"])).Should(0);
        revoked.Lines[^1].Should().MatchRegex(@"^ci +viewer +revoked \S+ +0 of 1 ");
        (await _ota.RunAsync("status")).Should(1).Error.Should().StartWith("ota: The token was revoked");
    }

    [Fact]
    public async Task A_token_is_read_from_a_file()
    {
        _ota.Write("token", await MakeTokenAsync("from-file") + "\n");
        _ota.Environment.Clear();
        (await _ota.RunAsync("status", "--server", _server.Url, "--ca", _server.Ca, "--token-file", "token")).Should(0);
    }

    [Fact]
    public async Task A_token_before_the_verb_signs_in_and_after_it_makes_one()
    {
        OtaRun run = await _ota.RunAsync("--token", await MakeTokenAsync("plain-viewer"), "operators", "create", "never", "--role", "viewer", "--token");
        run.Should(1).Error.Should().StartWith("ota: plain-viewer may not call");
    }

    [Fact]
    public async Task One_credential_is_revoked_and_the_others_stay()
    {
        string first = await MakeTokenAsync("pair");
        string second = (await _ota.RunAsync("operators", "add-credential", "pair", "--token", "--days", "7")).Should(0).Out.Trim();
        OtaRun run = (await _ota.RunAsync("operators", "revoke-credential", $"pair/{IdOf(first)}", "--yes", "--output", "json")).Should(0);
        run.Json.GetProperty("name").GetString().Should().Be($"operators/pair/credentials/{IdOf(first)}");
        run.Json.TryGetProperty("revokeTime", out _).Should().BeTrue();
        (await _ota.RunAsync("status", "--token", first)).Should(1);
        (await _ota.RunAsync("status", "--token", second)).Should(0);
        OtaRun list = (await _ota.RunAsync("operators", "list", "--credentials")).Should(0);
        list.Lines.Should().ContainSingle(line => line.Contains(IdOf(first))).Which.Should().Contain("revoked");
        list.Lines.Should().ContainSingle(line => line.Contains(IdOf(second))).Which.Should().Contain("usable").And.Contain("(in 7 days)");
    }

    [Fact]
    public async Task A_further_certificate_goes_to_its_own_folder()
    {
        await MakeTokenAsync("more");
        (await _ota.RunAsync("operators", "add-credential", "more", "--out", "more-2027")).Should(0);
        (await _ota.RunAsync("--data", "more-2027", "version")).Should(0).Out.Should().Contain("Server ");
    }

    [Fact]
    public async Task Where_nobody_can_confirm_nothing_is_revoked()
    {
        string token = await MakeTokenAsync("careful");
        (await _ota.RunAsync("operators", "revoke", "careful")).Should(2).Error.Should().Contain("add --yes");
        (await _ota.RunAsync("operators", "revoke-credential", $"careful/{IdOf(token)}")).Should(2).Error.Should().Contain("add --yes");
        (await _ota.RunAsync("status", "--token", token)).Should(0);
    }

    [Fact]
    public async Task The_last_admin_stays()
    {
        (await _ota.RunAsync("operators", "revoke", "admin", "--yes")).Should(1).Error.Should().Contain("make another admin first");
    }

    [Fact]
    public async Task A_field_that_the_server_refuses_is_named_as_its_option()
    {
        OtaRun run = (await _ota.RunAsync("operators", "create", "too-long", "--role", "viewer", "--days", "30000", "--token")).Should(1);
        run.Error.Should().StartWith("ota: --days: 30000 is not from 1 to ");
        run.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task The_list_holds_all_pages_as_json_and_as_a_table_that_is_never_folded()
    {
        const int many = 205; // More than the largest page.
        await ManyOperators.MakeAsync(_server, "page-", many);
        (await NamesAsync()).Where(name => name.StartsWith("operators/page-", StringComparison.Ordinal)).Distinct().Should().HaveCount(many);
        OtaRun table = (await _ota.RunAsync("operators", "list")).Should(0);
        table.Lines[0].Should().MatchRegex("^NAME +ROLES +STATE +USABLE +LAST USED +CREATED +CREATED BY$");
        table.Lines.Where(line => line.StartsWith("page-", StringComparison.Ordinal)).Should().HaveCount(many)
            .And.OnlyContain(line => line.EndsWith("admin", StringComparison.Ordinal));
    }

    private static string IdOf(string token) => token.Split('_')[1];

    private string AdminFile(string kind) => Path.Combine(_server.Data, "operators", $"admin.{kind}");

    private async Task<string> MakeTokenAsync(string name)
    {
        OtaRun run = (await _ota.RunAsync("operators", "create", name, "--role", "viewer", "--token")).Should(0);
        run.Lines.Should().ContainSingle().Which.Should().StartWith("ota_");
        return run.Lines[0];
    }

    private async Task<IEnumerable<string>> NamesAsync()
    {
        JsonElement list = (await _ota.RunAsync("operators", "list", "--output", "json")).Should(0).Json;
        return list.GetProperty("operators").EnumerateArray().Select(one => one.GetProperty("name").GetString()!);
    }
}

using System.Runtime.Versioning;
using System.Security.Cryptography;
using Ota.EndToEnd.Ceremony;
using Ota.EndToEnd.Cli;
using Ota.Testing;

namespace Ota.EndToEnd.Bundles;

/// <summary>The documented manifest, from its files to a staged bundle and away again, with the built programs.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BundlesTests : IAsyncLifetime, IDisposable
{
    private readonly CeremonyFolder _folder = new();
    private readonly RunningServer _server = new();

    private OtaTool Ota => _folder.Ota;

    private string Digest { get; set; } = "";

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        Ota.Environment["OTA_DATA"] = _server.Data;
        Ota.Write("fleet.csv", "vin,model,year,market,rxswins,ecu.1.serial,ecu.1.hardware_id,ecu.1.role,ecu.2.serial,ecu.2.hardware_id\n"
            + "WVWZZZ1KZAW000001,e-Up,2021,DE,R79 002,gw-1,gw-2,primary,bms-1,bms\n");
        await _folder.DoneAsync("vehicles import fleet.csv");
        Ota.Write("brake-fix.yaml", File.ReadAllText(RepositoryRoot.Combine("docs/bundles.md")).Split("```yaml\n")[1].Split("```")[0]);
        await File.WriteAllBytesAsync(Ota["gateway-3.0.bin"], RandomNumberGenerator.GetBytes(200_000));
        await File.WriteAllBytesAsync(Ota["brake-2.4.1.bin"], RandomNumberGenerator.GetBytes(300_000));
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_documented_manifest_becomes_a_staged_bundle_that_verifies_without_the_server_and_is_withdrawn()
    {
        (await _folder.DoneAsync("bundles build brake-fix.yaml --check")).Error.Should().Contain("nothing is wrong").And.Contain("2 files would be uploaded");
        (await _folder.RefusedAsync("bundles build brake-fix.yaml")).Should().Contain("2 files of brake-fix.yaml are not on the server: add --upload.");
        OtaRun built = await _folder.DoneAsync("bundles build brake-fix.yaml --upload --output json");
        Digest = built.Json.GetProperty("name").GetString()!["bundles/".Length..];
        built.Error.Should().Contain($"Next: ota bundles sign {Digest[..12]} --key FILE");
        (await _folder.DoneAsync("bundles build brake-fix.yaml --output json")).Json.GetProperty("name").GetString().Should().Be($"bundles/{Digest}");
        OtaRun manifest = await _folder.DoneAsync($"bundles show {Digest[..8]} --manifest");
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(manifest.Out))).Should().Be(Digest);

        await PublishRootAsync();
        (await _folder.DoneAsync($"bundles sign {Digest[..8]} --key t1")).Out.Should().Contain("awaiting signatures").And.Contain("1 of 2");
        OtaRun shown = await _folder.DoneAsync($"bundles show {Digest}");
        shown.Out.Should().Contain("not yet").And.Contain("brake/fw-2.4.1.bin").And.Contain("Kürzerer Bremsweg").And.Contain("R79 002 becomes R79 003");
        (await _folder.RefusedAsync($"bundles verify {Digest} --root root.json")).Should().Contain("timestamp.json");
        (await _folder.DoneAsync($"bundles sign {Digest} --key t2 --root root.json")).Out.Should().Contain("staged").And.Contain("2 of 2");
        (await _folder.RefusedAsync($"bundles sign {Digest} --key t2")).Should().Contain("there is nothing to sign");
        await VerifyAsync();

        (await _folder.DoneAsync($"bundles withdraw {Digest} --reason test")).Error.Should().Contain("ota repo sign changes/");
        (await _folder.DoneAsync("bundles list --state withdrawn --output json")).Json.GetProperty("bundles")[0].GetProperty("withdrawalReason").GetString().Should().Be("test");
    }

    [Fact]
    public async Task All_problems_are_told_at_once_with_their_lines()
    {
        string text = File.ReadAllText(Ota["brake-fix.yaml"]);
        string wrong = text.Replace("title: Brake control fix", "titel: Brake control fix")
            .Replace("hardwareIds: [bms]", "hardwareIds: [bmx]")
            .Replace("before: R79 002", "before: R79 001")
            .Replace("file: brake-2.4.1.bin", "file: missing.bin");
        wrong.Should().NotBe(text);
        Ota.Write("wrong.yaml", wrong);
        OtaRun run = (await _folder.RunAsync("bundles build wrong.yaml --check")).Should(1);
        string[] lines = run.Error.Split('\n');
        Expect("titel: ", "/titel: Unknown here; did you mean title?");
        Expect("file: missing.bin", "/images/1/file: ");
        Expect("[bmx]", "/images/1/hardwareIds/0: No vehicle has an ECU bmx");
        Expect("R79 001", "/rxswins/0/before: No vehicle has the RXSWIN R79 001");
        lines.Should().ContainSingle(line => line.Contains("title is missing"));
        run.Error.Should().EndWith("ota: wrong.yaml has 5 problems; nothing was kept.\n");

        OtaRun script = (await _folder.RunAsync("bundles build wrong.yaml --check --output json")).Should(1);
        script.Error.Should().Be("ota: wrong.yaml has 5 problems; nothing was kept.\n");
        script.Json.GetProperty("problems").EnumerateArray()
            .Select(problem => (Line: problem.GetProperty("line").GetInt32(), Place: problem.GetProperty("pointer").GetString()!, Sentence: problem.GetProperty("message").GetString()))
            .Select(problem => $"wrong.yaml:{problem.Line}: {(problem.Place.Length == 0 ? "" : $"{problem.Place}: ")}{problem.Sentence}")
            .Should().Equal(lines[..5]);

        Ota.Write("broken.yaml", "a: [\n");
        (await _folder.RefusedAsync("bundles build broken.yaml")).Should().StartWith("broken.yaml:2: This is no YAML");
        (await _folder.RunAsync("bundles build nothing.yaml")).Should(2).Error.Should().Contain("nothing.yaml does not exist");
        Ota.Environment.Clear();
        (await _folder.DoneAsync("bundles build brake-fix.yaml --check")).Error.Should().Contain("No server was named");
        (await _folder.RunAsync("bundles build brake-fix.yaml --check --server https://127.0.0.1:1 --ca " + _server.Ca)).Should(3);

        void Expect(string marked, string sentence)
        {
            int line = wrong.Split('\n').TakeWhile(one => !one.Contains(marked)).Count() + 1;
            lines.Should().Contain(one => one.StartsWith($"wrong.yaml:{line}: {sentence}"), run.Error);
        }
    }

    [Fact]
    public async Task Two_bundles_are_compared_value_by_value()
    {
        string one = await BuildAsync("brake-fix.yaml");
        Ota.Write("next.yaml", File.ReadAllText(Ota["brake-fix.yaml"]).Replace("longest: 40", "longest: 50").Replace("releaseCounter: 41", "releaseCounter: 42"));
        string other = await BuildAsync("next.yaml");
        OtaRun diff = await _folder.DoneAsync($"bundles diff {one[..8]} {other[..8]} --output json");
        diff.Json.GetProperty("differences").EnumerateArray().Select(row => (row.GetProperty("where").GetString(), row.GetProperty("before").GetString(), row.GetProperty("after").GetString()))
            .Should().Equal(("/durationMinutes/longest", "40", "50"), ("/images/bms/releaseCounter", "41", "42"));
        (await _folder.DoneAsync($"bundles diff {one} {other}")).Lines.Should().HaveCount(3);
        (await _folder.DoneAsync("bundles list")).Lines.Should().HaveCount(3);
    }

    private async Task<string> BuildAsync(string file) =>
        (await _folder.DoneAsync($"bundles build {file} --upload --output json")).Json.GetProperty("name").GetString()!["bundles/".Length..];

    private async Task PublishRootAsync()
    {
        await _folder.MakeKeysAsync("r1", "t1", "t2");
        Ota.Write("online.json", (await _folder.DoneAsync("repo online-keys --repo image")).Out);
        await _folder.DoneAsync("root init root.json --repo image --root-key r1.pub --root-threshold 1 --targets-key t1.pub --targets-key t2.pub --targets-threshold 2 --online online.json");
        await _folder.DoneAsync("root sign root.json --key r1");
        await _folder.DoneAsync("root publish root.json --repo image --yes");
    }

    private async Task VerifyAsync()
    {
        (await _folder.DoneAsync($"bundles verify {Digest[..8]} --root root.json")).Lines.Should().HaveCount(4);
        string artifacts = Path.Combine(_server.Data, "artifacts", "sha256");
        string offline = $"bundles verify {Digest} --root root.json --folder {Path.Combine(_server.Data, "repo", "image")} --artifacts copy --output json";
        Directory.CreateDirectory(Ota["copy"]);
        foreach (string file in Directory.GetFiles(artifacts)) File.Copy(file, Path.Combine(Ota["copy"], Path.GetFileName(file)));
        OtaRun verified = await _folder.DoneAsync(offline);
        verified.Json.GetProperty("verified").EnumerateArray().Should().HaveCount(3).And.OnlyContain(image => image.GetProperty("role").GetString() == "targets");

        string image = Directory.GetFiles(Ota["copy"]).First(file => new FileInfo(file).Length == 300_000);
        File.SetUnixFileMode(image, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        byte[] bytes = await File.ReadAllBytesAsync(image);
        bytes[7] ^= 1;
        await File.WriteAllBytesAsync(image, bytes);
        (await _folder.RefusedAsync(offline)).Should().Contain("is not brake/fw-2.4.1.bin as it was signed");
        await _folder.MakeKeysAsync("x1", "x2");
        await _folder.DoneAsync("root init foreign.json --repo image --root-key x1.pub --root-threshold 1 --targets-key x2.pub --targets-threshold 1 --online online.json");
        await _folder.DoneAsync("root sign foreign.json --key x1");
        (await _folder.RefusedAsync($"bundles verify {Digest} --root foreign.json")).Should().Contain("Not to be trusted");
    }
}

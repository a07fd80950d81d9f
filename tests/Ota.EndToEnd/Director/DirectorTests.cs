using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using Ota.EndToEnd.Ceremony;
using Ota.EndToEnd.Cli;
using Ota.Testing;

namespace Ota.EndToEnd.Director;

/// <summary>`ota director` with a staged bundle, a vehicle that can have it and one that cannot.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DirectorTests : IAsyncLifetime, IDisposable
{
    private const string Fitting = "WVWZZZ1KZAW000001";
    private const string Other = "WVWZZZ1KZAW000002";

    private readonly CeremonyFolder _folder = new();
    private readonly RunningServer _server = new();

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _folder.Ota.Environment["OTA_DATA"] = _server.Data;
        _folder.Ota.Write("fleet.csv", "vin,model,year,market,rxswins,ecu.1.serial,ecu.1.hardware_id,ecu.1.role,ecu.2.serial,ecu.2.hardware_id\n"
            + $"{Fitting},e-Up,2021,DE,R79 002,gw-1,gw-2,primary,bms-1,bms\n{Other},e-Up,2021,DE,R79 002,gw-9,gw-2,primary,,\n");
        _folder.Ota.Write("brake-fix.yaml", File.ReadAllText(RepositoryRoot.Combine("docs/bundles.md")).Split("```yaml\n")[1].Split("```")[0]);
        await File.WriteAllBytesAsync(_folder.Ota["gateway-3.0.bin"], RandomNumberGenerator.GetBytes(2000));
        await File.WriteAllBytesAsync(_folder.Ota["brake-2.4.1.bin"], RandomNumberGenerator.GetBytes(3000));
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_staged_bundle_is_assigned_shown_and_taken_back_and_what_does_not_fit_is_refused_with_all_reasons()
    {
        await _folder.DoneAsync("vehicles import fleet.csv");
        await TwoRepositories.PublishAsync(_folder);
        OtaRun checking = await _folder.DoneAsync("bundles build brake-fix.yaml --check --output json");
        checking.Json.GetProperty("problems").GetArrayLength().Should().Be(0);
        checking.Json.GetProperty("uploads").GetInt32().Should().Be(2);
        string digest = (await _folder.DoneAsync("bundles build brake-fix.yaml --upload --output json")).Json.GetProperty("name").GetString()!["bundles/".Length..];
        checking.Json.GetProperty("bundle").GetString().Should().Be($"bundles/{digest}");
        (await _folder.RefusedAsync($"director assign {Fitting} {digest[..8]} --purpose test")).Should().Contain("staged");
        await _folder.DoneAsync($"bundles sign {digest[..8]} --key t1 --key t2");

        OtaRun nothing = await _folder.DoneAsync($"director show {Fitting} --purpose test");
        nothing.Out.Should().Contain("nothing to install").And.Contain("never asked").And.NotContain("since");
        JsonElement told = (await _folder.DoneAsync($"director assign {Fitting} {digest[..8]} --purpose test --output json")).Json;
        told.GetProperty("bundle").GetString().Should().Be($"bundles/{digest}");
        told.GetProperty("images").EnumerateArray().Select(image => (image.GetProperty("ecuSerial").GetString(), image.GetProperty("path").GetString()))
            .Should().BeEquivalentTo([("gw-1", "gateway/fw-3.0.bin"), ("bms-1", "brake/fw-2.4.1.bin")]);
        string vid = told.GetProperty("vid").GetString()!;
        OtaRun shown = await _folder.DoneAsync($"director show {vid}");
        shown.Out.Should().Contain(digest).And.Contain("bms-1").And.Contain("2.9 KiB").And.Contain("by       admin");
        (await _folder.DoneAsync($"director show {vid} --output json")).Json.GetProperty("assigner").GetString().Should().Be("operators/admin");

        (await _folder.RefusedAsync($"director assign {Other} {digest} --purpose test")).Should().Contain("bms");
        (await _folder.RefusedAsync($"director assign WVWZZZ1KZAW000009 {digest} --purpose test")).Should().NotBeEmpty();
        (await _folder.RefusedAsync($"director assign {Fitting} 00000000 --purpose test")).Should().NotBeEmpty();
        (await _folder.RunAsync($"director assign {Fitting} xyz")).Should(2);

        (await _folder.DoneAsync($"director clear {vid}")).Out.Should().Contain("nothing to install");
        (await _folder.DoneAsync($"director show {vid} --output json")).Json.GetProperty("images").GetArrayLength().Should().Be(0);
        await _folder.DoneAsync($"bundles withdraw {digest[..8]} --reason test");
        (await _folder.RefusedAsync($"director assign {vid} {digest}")).Should().Contain("withdrawn");
    }
}

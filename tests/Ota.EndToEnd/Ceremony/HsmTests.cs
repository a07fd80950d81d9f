namespace Ota.EndToEnd.Ceremony;

/// <summary>A real PKCS#11 token in software signs a root, by the commands of docs/security.md.</summary>
public sealed class HsmTests : IAsyncLifetime, IDisposable
{
    private readonly CeremonyFolder _folder = new();

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_folder.Ota["tokens"]);
        _folder.Ota.Write("softhsm2.conf", $"directories.tokendir = {_folder.Ota["tokens"]}\n");
        _folder.Ota.Environment["SOFTHSM2_CONF"] = _folder.Ota["softhsm2.conf"];
        _folder.Ota.Environment["OTA_HSM_PIN"] = "567890";
        await _folder.MakeKeysAsync("t");
        await _folder.WriteOnlineKeysAsync("online.json", "timestamp", "snapshot");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_documented_commands_sign_with_a_key_that_never_leaves_the_token()
    {
        IReadOnlyList<string> blocks = CeremonyFolder.Documented("## Keys in an HSM");
        blocks.Should().HaveCount(2);
        (await _folder.Ota.BashAsync("set -e -o pipefail\n" + blocks[0])).ExitCode.Should().Be(0);
        await InitAsync("hsm.pub");
        (await _folder.Ota.BashAsync(blocks[1])).Should(0);
        await CheckCompleteAsync();
    }

    [Fact]
    public async Task A_key_on_p256_signs_the_digest_and_its_pair_of_numbers_becomes_der()
    {
        string documented = CeremonyFolder.Documented("## Keys in an HSM")[0];
        string make = documented.Replace("rsa:3072", "EC:prime256v1", StringComparison.Ordinal);
        make.Should().NotBe(documented);
        (await _folder.Ota.BashAsync("set -e -o pipefail\n" + make)).ExitCode.Should().Be(0);
        await InitAsync("hsm.pub");
        string signer = "pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label ota --login --pin env:OTA_HSM_PIN --sign --mechanism ECDSA --id 01 --input-file {digest}";
        (await _folder.Ota.RunAsync("root", "sign", "root.json", "--public-key", "hsm.pub", "--signer", signer)).Should(0);
        await CheckCompleteAsync();
        _folder.Ota.Environment["OTA_HSM_PIN"] = "wrong";
        (await _folder.Ota.RunAsync("root", "sign", "root.json", "--public-key", "hsm.pub", "--signer", signer)).Should(1)
            .Error.Should().Contain("pkcs11-tool ended with exit code 1").And.Contain("PIN");
    }

    private async Task InitAsync(string key) => await _folder.DoneAsync(
        $"root init root.json --repo image --root-key {key} --root-threshold 1 --targets-key t.pub --targets-threshold 1 --online online.json");

    private async Task CheckCompleteAsync() =>
        (await _folder.DoneAsync("root show root.json --output json")).Json.GetProperty("complete").GetBoolean().Should().BeTrue();
}

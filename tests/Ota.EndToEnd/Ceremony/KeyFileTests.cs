using System.Runtime.Versioning;
using Ota.EndToEnd.Cli;

namespace Ota.EndToEnd.Ceremony;

/// <summary>Key files go to and from OpenSSL, whose word on them counts.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KeyFileTests : IDisposable
{
    private readonly CeremonyFolder _folder = new();

    public KeyFileTests() => _folder.Ota.Write("secret", "correct horse battery\nsecond line\n");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rsa", "rsassa-pss-sha256", 3072)]
    [InlineData("ecdsa", "ecdsa-sha2-nistp256", 256)]
    [InlineData("ed25519", "ed25519", 256)]
    public async Task An_encrypted_key_opens_in_openssl_and_here_and_is_for_its_owner_only(string scheme, string name, int size)
    {
        OtaRun made = await _folder.DoneAsync($"keys generate k --scheme {scheme} --passphrase-file secret");
        File.GetUnixFileMode(_folder.Ota["k"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.ReadAllText(_folder.Ota["k"]).Should().StartWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        (await _folder.ForeignAsync("openssl", "pkey", "-in", "k", "-passin", "pass:correct horse battery", "-pubout"))
            .Should().Be(await File.ReadAllTextAsync(_folder.Ota["k.pub"]));
        (await _folder.ForeignAsync("openssl", "asn1parse", "-in", "k")).Should().Contain("PBES2").And.Contain("aes-256-cbc").And.Contain(":0927C0", "600,000 rounds");

        OtaRun shown = await _folder.DoneAsync("keys show k --passphrase-file secret --output json");
        shown.Json.GetProperty("keyId").GetString().Should().Be(made.Out.Trim());
        shown.Json.GetProperty("scheme").GetString().Should().Be(name);
        shown.Json.GetProperty("size").GetInt32().Should().Be(size);
        (await _folder.DoneAsync("keys show k.pub")).Lines.Should().Contain(line => line.StartsWith("key id ", StringComparison.Ordinal) && line.EndsWith(made.Out.Trim(), StringComparison.Ordinal));
        (await _folder.RefusedAsync("keys generate k --no-passphrase")).Should().StartWith("ota: k exists already and is kept");
    }

    [Theory]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -aes256 -pass file:secret -out k")]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out k")]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes-128-cbc -pass file:secret -out k")]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out k")]
    [InlineData("genpkey -algorithm ED25519 -aes256 -pass file:secret -out k")]
    [InlineData("genpkey -algorithm ED25519 -out k")]
    public async Task A_key_that_openssl_made_has_one_id_in_all_its_forms(string command)
    {
        await _folder.ForeignAsync("openssl", command.Split(' '));
        await _folder.ForeignAsync("openssl", "pkey", "-in", "k", "-passin", "file:secret", "-pubout", "-out", "k.pub");
        string id = (await _folder.DoneAsync("keys show k --passphrase-file secret --output json")).Json.GetProperty("keyId").GetString()!;
        await File.WriteAllTextAsync(_folder.Ota["crlf.pub"], (await File.ReadAllTextAsync(_folder.Ota["k.pub"])).ReplaceLineEndings("\r\n"));
        foreach (string form in new[] { "k.pub", "crlf.pub" })
            (await _folder.DoneAsync($"keys show {form} --output json")).Json.GetProperty("keyId").GetString().Should().Be(id, form);
    }

    [Fact]
    public async Task A_compressed_point_is_refused_since_the_class_library_does_not_read_it()
    {
        await _folder.MakeKeysAsync("k");
        await _folder.ForeignAsync("openssl", "ec", "-pubin", "-in", "k.pub", "-conv_form", "compressed", "-out", "short.pub");
        (await _folder.RunAsync("keys show short.pub")).Should(2).Error.Should().Contain("holds no public key that can be used");
    }

    [Theory]
    [InlineData("genrsa -traditional -out k 2048", "has the older form RSA PRIVATE KEY: turn it into PKCS#8 with `openssl pkcs8")]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out k", "holds no key that signs metadata")]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out k", "holds no key that signs metadata")]
    [InlineData("genpkey -algorithm X25519 -out k", "holds no key that signs metadata")]
    [InlineData("rand -out k 100", "holds no public key that can be used")]
    public async Task Another_kind_of_file_is_refused_in_a_sentence(string command, string sentence)
    {
        await _folder.ForeignAsync("openssl", command.Split(' '));
        OtaRun run = await _folder.RunAsync("keys show k");
        run.ExitCode.Should().BeInRange(1, 2);
        run.Error.Should().StartWith("ota: k ").And.Contain(sentence);
    }

    [Fact]
    public async Task A_wrong_passphrase_or_none_is_a_sentence()
    {
        await _folder.DoneAsync("keys generate k --scheme ecdsa --passphrase-file secret");
        _folder.Ota.Environment["OTA_KEY_PASSPHRASE"] = "wrong horse battery";
        (await _folder.RefusedAsync("keys show k")).Should().Contain("the passphrase is wrong").And.NotContain("wrong horse");
        _folder.Ota.Environment["OTA_KEY_PASSPHRASE"] = "correct horse battery";
        await _folder.DoneAsync("keys show k");
        _folder.Ota.Environment.Clear();
        (await _folder.RunAsync("keys show k")).Should(2).Error.Should().Contain("nobody is there to type it");
        (await _folder.RunAsync("keys generate l")).Should(2).Error.Should().Contain("--passphrase-file");
        _folder.Ota.Write("short", "1234567\n");
        (await _folder.RefusedAsync("keys generate l --passphrase-file short")).Should().Contain("at least 8 characters");
        File.Exists(_folder.Ota["l"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("correct horse", "correct horse", 0)]
    [InlineData("correct horse", "correct hare", 1)]
    public async Task At_a_terminal_the_passphrase_is_asked_for_twice_and_never_shown(string first, string second, int exitCode)
    {
        // script(1) gives the program a terminal; what it shows comes out of it.
        string script = $$"""
            coproc terminal { script -qefc "ota keys generate k --scheme ecdsa" /dev/null; }
            exec 8<&"${terminal[0]}" 9>&"${terminal[1]}"
            program=$terminal_PID
            read -r -d: question <&8; echo "$question:"; printf '%s\r' '{{first}}' >&9
            read -r -d: question <&8; echo "$question:"; printf '%s\r' '{{second}}' >&9
            cat <&8
            wait "$program"
            """;
        OtaRun run = await _folder.Ota.BashAsync(script);
        run.ExitCode.Should().Be(exitCode, run.Out + run.Error);
        run.Out.Should().Contain("Passphrase for k:").And.Contain("once more:").And.NotContain("correct");
        File.Exists(_folder.Ota["k"]).Should().Be(exitCode == 0);
        if (exitCode != 0) return;
        _folder.Ota.Environment["OTA_KEY_PASSPHRASE"] = first;
        await _folder.DoneAsync("keys show k");
    }
}

using Ota.Cli.Signing;
using Ota.Core.Bundles.Keys;
using Ota.Testing;

namespace Ota.Cli.Tests.Signing;

public sealed class CommandSignerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly byte[] _data = "what is signed"u8.ToArray();
    private readonly TempFolder _folder = new();
    private readonly LocalSigner _key = LocalSigner.Create(KeyScheme.EcdsaP256Sha256);

    public void Dispose()
    {
        _folder.Dispose();
        _key.Dispose();
    }

    [Fact]
    public void A_program_signs_the_file_whose_name_it_gets()
    {
        File.WriteAllText(_folder["a key.pem"], _key.ToPem(null));
        KeySignature signature = Make("openssl", "dgst", "-sha256", "-sign", _folder["a key.pem"], "{file}").Sign(_data);
        signature.KeyId.Should().Be(_key.Key.Id);
        _key.Key.Verify(_data, signature.Value).Should().Be(SignatureVerdict.Valid);
    }

    [Fact]
    public void A_program_that_does_not_hash_gets_the_digest()
    {
        File.WriteAllText(_folder["key.pem"], _key.ToPem(null));
        KeySignature signature = Make("openssl", "pkeyutl", "-sign", "-inkey", _folder["key.pem"], "-in", "{digest}").Sign(_data);
        _key.Key.Verify(_data, signature.Value).Should().Be(SignatureVerdict.Valid);
    }

    [Fact]
    public void Nobody_else_can_read_the_file_and_nothing_of_it_stays()
    {
        string seen = _folder["seen"];
        string script = $"stat -c '%a %n' \"$1\" > '{seen}'; stat -c '%a' \"$(dirname \"$1\")\" >> '{seen}'; cmp \"$1\" - < '{_folder["data"]}' >> '{seen}'";
        File.WriteAllBytes(_folder["data"], _data);
        Refusal("sh", "-c", script, "sh", "{file}").Should().Contain("is no signature of the key");
        string[] lines = File.ReadAllLines(seen);
        lines.Should().HaveCount(2, "the file holds the data");
        lines[0].Should().StartWith("600 /");
        lines[1].Should().Be("700");
        Directory.Exists(Path.GetDirectoryName(lines[0][4..])).Should().BeFalse();
    }

    [Fact]
    public void Secrets_of_this_program_are_not_handed_on()
    {
        Environment.SetEnvironmentVariable(Passphrases.Variable, "correct horse");
        try
        {
            Refusal("sh", "-c", "echo \"variable: $OTA_KEY_PASSPHRASE.\" >&2; exit 3", "sh", "{file}").Should().Contain("variable: .");
        }
        finally
        {
            Environment.SetEnvironmentVariable(Passphrases.Variable, null);
        }
    }

    [Fact]
    public void What_it_says_about_its_failure_is_shown() =>
        Refusal("sh", "-c", "echo no card in the reader >&2; printf x; exit 3", "sh", "{file}")
            .Should().Contain("sh ended with exit code 3").And.Contain("no card in the reader");

    [Fact]
    public void A_long_complaint_blocks_nothing() =>
        Refusal("sh", "-c", "yes complaint | head -c 1000000 >&2; exit 4", "sh", "{file}").Should().Contain("exit code 4");

    [Fact]
    public void More_than_a_signature_is_refused_without_waiting_for_its_end() =>
        Refusal("sh", "-c", "yes; exit 5", "sh", "{file}").Should().Contain("more than 4096 bytes");

    [Fact]
    public void Garbage_is_refused() => Refusal("echo", "{file}").Should().Contain("is no signature of the key").And.Contain("ECDSA over SHA-256");

    [Fact]
    public void The_signature_of_another_key_is_refused()
    {
        using LocalSigner other = LocalSigner.Create(KeyScheme.EcdsaP256Sha256);
        File.WriteAllText(_folder["other.pem"], other.ToPem(null));
        Refusal("openssl", "dgst", "-sha256", "-sign", _folder["other.pem"], "{file}").Should().Contain("is no signature of the key");
    }

    [Fact]
    public void A_program_that_is_not_there_is_named() => Refusal("no-such-signer", "{file}").Should().StartWith("--signer: no-such-signer cannot be started");

    [Fact]
    public async Task A_program_that_never_ends_is_ended()
    {
        ManualTime time = new(DateTimeOffset.UnixEpoch);
        string pipe = _folder["pipe"];
        (await PeerProcess.RunAsync(new PeerProgram("mkfifo"), pipe)).ExitCode.Should().Be(0);
        CommandSigner signer = new(["sh", "-c", "exec 9> \"$0\"; exec sleep 1000", pipe, "{file}"], _key.Key, Limit, time, CancellationToken.None);
        Task<string> refusal = Task.Run(() => Sentence(signer));
        using FileStream reader = await Task.Run(() => File.OpenRead(pipe)).WaitAsync(Patience); // Opens when the program has opened it.
        time.Advance(Limit);
        (await refusal.WaitAsync(Patience)).Should().Contain("did not sign within 300 s");
        (await Task.Run(reader.ReadByte).WaitAsync(Patience)).Should().Be(-1, "nobody holds the pipe any more");
    }

    private CommandSigner Make(params string[] words) => new(words, _key.Key, Limit, TimeProvider.System, CancellationToken.None);

    private string Refusal(params string[] words) => Sentence(Make(words));

    private string Sentence(CommandSigner signer) => string.Join('\n', signer.Invoking(one => one.Sign(_data)).Should().Throw<CliException>().Which.Sentences);
}

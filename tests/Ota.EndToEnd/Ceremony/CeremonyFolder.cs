using System.Text.Json;
using Ota.EndToEnd.Cli;
using Ota.Testing;

namespace Ota.EndToEnd.Ceremony;

/// <summary>A folder with keys and the server's public keys, where nothing names a server.</summary>
internal sealed class CeremonyFolder : IDisposable
{
    private readonly Dictionary<string, string> _ids = [];

    public OtaTool Ota { get; } = new();

    /// <summary>Runs `ota` with words that have no spaces.</summary>
    public Task<OtaRun> RunAsync(string commandLine) => Ota.RunAsync(commandLine.Split(' '));

    public async Task<OtaRun> DoneAsync(string commandLine) => (await RunAsync(commandLine)).Should(0);

    public async Task<string> RefusedAsync(string commandLine) => (await RunAsync(commandLine)).Should(1).Error;

    public string IdOf(string key) => _ids[key];

    public byte[] Read(string file) => File.ReadAllBytes(Ota[file]);

    /// <summary>Keys on P-256, without passphrases.</summary>
    public async Task MakeKeysAsync(params string[] names)
    {
        foreach (string name in names)
            _ids[name] = (await DoneAsync($"keys generate {name} --scheme ecdsa --no-passphrase")).Out.Trim();
    }

    /// <summary>What `ota repo online-keys` writes: one key for each role.</summary>
    public async Task WriteOnlineKeysAsync(string file, params string[] roles)
    {
        List<object> keys = [];
        foreach (string role in roles)
        {
            string name = $"{file}.{role}";
            await MakeKeysAsync(name);
            JsonElement shown = (await DoneAsync($"keys show {name}.pub --output json")).Json;
            keys.Add(new { role, keyId = shown.GetProperty("keyId").GetString(), key = shown.GetProperty("key").GetRawText() });
        }

        Ota.Write(file, JsonSerializer.Serialize(new { keys }));
    }

    /// <summary>Runs a foreign program in the folder.</summary>
    public async Task<string> ForeignAsync(string program, params string[] arguments)
    {
        using System.Diagnostics.Process process = Ota.Start(program, arguments);
        OtaRun run = await OtaTool.EndAsync(process);
        run.ExitCode.Should().Be(0, run.Error);
        return run.Out;
    }

    /// <summary>The bash blocks under a heading of docs/security.md.</summary>
    public static IReadOnlyList<string> Documented(string heading)
    {
        string[] lines = File.ReadAllLines(RepositoryRoot.Combine("docs/security.md"));
        IEnumerable<string> section = lines.SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));
        string[] parts = string.Join('\n', section).Split("```bash\n");
        return [.. parts.Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
    }

    public void Dispose() => Ota.Dispose();
}

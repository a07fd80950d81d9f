using Ota.Simulator.Demo.Screen;

namespace Ota.Simulator.Demo.Programs;

/// <summary>
/// What people do before there is anything to sign: keys of their own, the roots of both repositories. docs/security.md has it at length;
/// here keys are on P-256 and without passphrases, which nobody should copy.
/// </summary>
internal sealed class KeyCeremony(OtaProgram ota, DemoFolder folder, Teller teller)
{
    public const string ImageRoot = "root.json";
    public const string DirectorRoot = "director.json";

    private const int AtOnce = 2;

    private static readonly string[] Roles = ["root", "targets"];
    private static readonly string[] People = ["ada", "ben", "cleo"];

    public async Task PublishAsync(CancellationToken stop)
    {
        await MakeKeysAsync(stop);
        string[] roots = [.. Keys("root"), "--root-threshold", "2"];
        string[] targets = [.. Keys("targets"), "--targets-threshold", "2"];
        Task director = PublishAsync("director", DirectorRoot, roots, isShown: false, stop);
        await PublishAsync("image", ImageRoot, [.. roots, .. targets], isShown: true, stop);
        await director;
        teller.Say("and the same for the Director's root. From now on two of three people decide what exists; the server cannot.");
    }

    private static IEnumerable<string> Keys(string role) => People.SelectMany(person => new[] { $"--{role}-key", $"keys/{role}-{person}.key.pub" });

    private async Task MakeKeysAsync(CancellationToken stop)
    {
        Directory.CreateDirectory(folder["keys"]);
        string[] names = [.. from role in Roles from person in People select $"keys/{role}-{person}.key"];
        teller.Command($"ota keys generate {names[0]} --scheme ecdsa --no-passphrase      # and five more");
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (name, stopOne) =>
            await ota.RunQuietlyAsync(stopOne, "keys", "generate", name, "--scheme", "ecdsa", "--no-passphrase"));
    }

    private async Task PublishAsync(string repository, string file, string[] keys, bool isShown, CancellationToken stop)
    {
        string online = $"online-{repository}.json";
        if (isShown) teller.Command($"ota repo online-keys --repo {repository} > {online}      # the server signs only what changes hourly");
        await folder.WriteAsync(online, await ota.RunQuietlyAsync(stop, "repo", "online-keys", "--repo", repository, "--output", "json"), stop);
        await RunAsync(["root", "init", file, "--repo", repository, .. keys, "--online", online]);
        await RunAsync(["root", "sign", file, "--key", "keys/root-ada.key", "--key", "keys/root-cleo.key"]);
        await RunAsync(["root", "publish", file, "--repo", repository, "--yes"]);

        Task<string> RunAsync(string[] arguments) => isShown ? ota.RunAsync(stop, arguments) : ota.RunQuietlyAsync(stop, arguments);
    }
}

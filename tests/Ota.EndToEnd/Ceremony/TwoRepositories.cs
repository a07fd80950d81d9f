namespace Ota.EndToEnd.Ceremony;

/// <summary>The roots of both repositories, two of three keys each, published on a server; targets by two of t1, t2 and t3.</summary>
internal static class TwoRepositories
{
    public const string ImageRoot = "root.json";
    public const string DirectorRoot = "director.json";

    public static async Task PublishAsync(CeremonyFolder folder)
    {
        await folder.MakeKeysAsync("r1", "r2", "r3", "t1", "t2", "t3");
        const string roots = "--root-key r1.pub --root-key r2.pub --root-key r3.pub --root-threshold 2";
        const string targets = "--targets-key t1.pub --targets-key t2.pub --targets-key t3.pub --targets-threshold 2";
        await PublishAsync(folder, "image", ImageRoot, $"{roots} {targets}");
        await PublishAsync(folder, "director", DirectorRoot, roots);
    }

    private static async Task PublishAsync(CeremonyFolder folder, string repository, string file, string keys)
    {
        string online = $"online-{repository}.json";
        folder.Ota.Write(online, (await folder.DoneAsync($"repo online-keys --repo {repository} --output json")).Out);
        await folder.DoneAsync($"root init {file} --repo {repository} {keys} --online {online}");
        await folder.DoneAsync($"root sign {file} --key r1");
        await folder.DoneAsync($"root sign {file} --key r3");
        (await folder.DoneAsync($"root publish {file} --repo {repository} --yes")).Error.Should().Contain($"is live in the {repository} repository");
    }
}

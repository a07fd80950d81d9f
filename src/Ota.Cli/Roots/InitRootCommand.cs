using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Repositories;
using Ota.Cli.Signing;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.V1;

namespace Ota.Cli.Roots;

/// <summary>`ota root init`.</summary>
internal static class InitRootCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> file = RootOptions.File();
        Option<RepositoryKind> repo = RepositoryOption.Create();
        Option<string[]> rootKeys = KeyFiles("--root-key", "A public key of the role root; repeat it for each.", required: true);
        Option<int> rootThreshold = RootOptions.Threshold("--root-threshold", "How many of them must sign a root.");
        rootThreshold.Required = true;
        Option<string[]> targetsKeys = KeyFiles("--targets-key", "A public key of the role targets, which signs bundles; repeat it for each. Only for image: the Director signs its own.", required: false);
        Option<int> targetsThreshold = RootOptions.Threshold("--targets-threshold", "How many of them must sign targets.");
        Option<string?> online = RootOptions.Online();
        Option<TimeSpan> expires = RootOptions.Expires();
        Command command = new("init", "Makes the first root of a repository, version 1 and unsigned, in a new file.")
        {
            file, repo, rootKeys, rootThreshold, targetsKeys, targetsThreshold, online, expires,
        };
        command.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetResult(repo) is null) return;
            bool isImage = result.GetValue(repo) is RepositoryKind.Image;
            bool hasKeys = result.GetResult(targetsKeys) is not null;
            if (isImage && !(hasKeys && result.GetResult(targetsThreshold) is not null))
                result.AddError("--repo image needs --targets-key and --targets-threshold: people sign what vehicles may install.");
            else if (!isImage && (hasKeys || result.GetResult(targetsThreshold) is not null))
                result.AddError("--repo director takes no --targets-key: the server signs for each vehicle with its own keys.");
        });
        command.SetAction(async (given, stop) =>
        {
            RepositoryKind kind = given.GetValue(repo);
            ILookup<MetadataRole, TufKey> ours = await OnlineAsync(given.GetValue(online), kind, verbs, given, stop);
            RootMetadata root = RootEdit.Begin(RootOptions.ExpiryAfter(given.GetValue(expires), verbs.Around.Time));
            root = RootEdit.Fill(root, MetadataRole.Root, Read(given.GetRequiredValue(rootKeys)), given.GetValue(rootThreshold));
            if (kind is RepositoryKind.Image) root = RootEdit.Fill(root, MetadataRole.Targets, Read(given.GetRequiredValue(targetsKeys)), given.GetValue(targetsThreshold));
            root = OnlineRoles.Fill(root, ours);
            RootFile made = RootFile.Begin(given.GetRequiredValue(file), root);
            made.SaveNew();
            foreach (string line in new RootReview(made, null, verbs.Around.Time.GetUtcNow()).Lines()) verbs.Around.Error.WriteLine(Printable.Line(line));
            return ExitCode.Done;
        });
        return command.WithExamples(
            "# At the server:",
            "ota repo online-keys --repo image --output json > online.json",
            "# Where the keys are:",
            "ota root init root.json --repo image --root-key kim.pub --root-key lee.pub --root-key ana.pub --root-threshold 2 "
                + "--targets-key t1.pub --targets-key t2.pub --targets-threshold 2 --online online.json",
            "ota root init director.json --repo director --root-key kim.pub --root-key lee.pub --root-threshold 2 --online online-director.json");
    }

    /// <summary>The server's keys, from a file or from the server.</summary>
    public static async Task<ILookup<MetadataRole, TufKey>> OnlineAsync(
        string? path, RepositoryKind kind, Verbs verbs, ParseResult given, CancellationToken stop)
    {
        if (path is not null) return OnlineKeyFile.Read(path, kind);
        if (verbs.TryFindServer(given) is not { } settings)
            throw CliException.BadUsage("The server's own keys are missing: give --online FILE as `ota repo online-keys` wrote it, or name the server.");
        using Session session = verbs.Open(settings, given, stop);
        return await OnlineKeyFile.FetchAsync(session, kind);
    }

    private static Option<string[]> KeyFiles(string name, string description, bool required) =>
        new(name) { HelpName = "FILE.pub", Description = description, Required = required };

    private static IEnumerable<(TufKey Key, string Origin)> Read(IEnumerable<string> files) => files.Select(path => (PublicKeyFile.Read(path), path));
}

using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Repositories;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Metadata;
using Ota.V1;

namespace Ota.Cli.Roots;

/// <summary>`ota root rotate`.</summary>
internal static class RotateRootCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> current = new("CURRENT.json") { Description = "The published root, such as `ota root fetch` writes it." };
        Option<string> next = new("--out", "-o") { HelpName = "NEXT.json", Description = "Where the next root goes; it must not exist yet.", Required = true };
        Option<string?> online = RootOptions.Online();
        online.Description = "Puts the server's keys in this file, which `ota repo online-keys` wrote, in place of those before; goes with --repo.";
        Option<RepositoryKind> repo = RepositoryOption.Create();
        repo.Required = false;
        repo.Description = "Which repository --online is about: image or director.";
        Option<TimeSpan> expires = RootOptions.Expires();
        Command command = new("rotate", "Begins the root after a published one: the next version, the same keys, no signatures.") { current, next, online, repo, expires };
        command.Validators.Add(result =>
        {
            if (result.GetResult(online) is not null != result.GetResult(repo) is not null)
                result.AddError("--online and --repo belong together: the file has other roles for the Director.");
        });
        command.SetAction((given, _) =>
        {
            RootFile before = RootFile.Read(given.GetRequiredValue(current));
            if (!before.Draft.Count(before.Metadata.RingOf(MetadataRole.Root)).IsMet)
                throw CliException.Refused($"{before.Path} lacks signatures of its own, so it was never published: change it as it is, or fetch the published one with `ota root fetch`.");
            RootMetadata root = RootEdit.Next(before.Metadata, RootOptions.ExpiryAfter(given.GetValue(expires), verbs.Around.Time));
            if (given.GetValue(online) is { } path) root = OnlineRoles.Fill(root, OnlineKeyFile.Read(path, given.GetValue(repo)));
            RootFile made = RootFile.Begin(given.GetRequiredValue(next), root);
            made.SaveNew();
            foreach (string line in new RootReview(made, before.Metadata, verbs.Around.Time.GetUtcNow()).Lines()) verbs.Around.Error.WriteLine(Printable.Line(line));
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "ota root rotate 1.root.json -o 2.root.json",
            "ota root add-key 2.root.json --role root new.pub",
            "ota root remove-key 2.root.json --role root lost.pub");
    }
}

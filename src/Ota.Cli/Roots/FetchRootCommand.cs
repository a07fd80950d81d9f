using System.CommandLine;
using Ota.Cli.Keys;
using Ota.Cli.Repositories;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Roots;

/// <summary>`ota root fetch`.</summary>
internal static class FetchRootCommand
{
    public static Command Create(Verbs verbs)
    {
        Option<RepositoryKind> repo = RepositoryOption.Create();
        Option<string> output = new("--out", "-o") { HelpName = "FILE", Description = "Where it goes; the file must not exist yet.", Required = true };
        Command command = new("fetch", "Gets the published root of a repository.") { repo, output };
        verbs.SetAction(command, async (given, session) =>
        {
            byte[] bytes = await PublishedFile.FindAsync(session, given.GetValue(repo), "root.json")
                ?? throw CliException.Refused("No root is published yet; make one with `ota root init`.");
            RootFile root = RootFile.Parse(given.GetRequiredValue(output), bytes);
            PublicFile.WriteNew(root.Path, bytes);
            session.Say($"{root} is what the server publishes.");
        });
        return command.WithExamples("ota root fetch --repo image -o current.json");
    }
}

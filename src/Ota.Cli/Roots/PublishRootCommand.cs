using System.CommandLine;
using Google.Protobuf;
using Ota.Cli.Operators;
using Ota.Cli.Repositories;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Roots;

/// <summary>`ota root publish`.</summary>
internal static class PublishRootCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> file = RootOptions.File();
        Option<RepositoryKind> repo = RepositoryOption.Create();
        Option<bool> yes = Confirmation.CreateOption();
        Command command = new("publish", "Publishes a signed root, for good: vehicles that have seen it go by it. What is missing is found here first.") { file, repo, yes };
        verbs.SetAction(command, async (given, session) =>
        {
            RepositoryKind kind = given.GetValue(repo);
            RootFile root = RootFile.Read(given.GetRequiredValue(file));
            byte[]? current = await PublishedFile.FindAsync(session, kind, "root.json");
            RootFile? previous = current is null ? null : RootFile.Parse("The published root", current);
            Check(root, previous, session.Now);
            foreach (string line in new RootReview(root, previous?.Metadata, session.Now).Lines()) session.Say(line);
            await Confirmation.AskAsync($"Publish {root} in the {RepositoryOption.NameOf(kind)} repository?", given.GetValue(yes), session.Around, session.Stop);
            PublishRootRequest request = new() { Repository = kind, Data = ByteString.CopyFrom(root.Draft.ToBytes()) };
            RepositoryState state = await session.CallAsync("Publishing the root", options => session.Repository.PublishRootAsync(request, options));
            state.Repository = kind;
            session.Write(state, output => RepositoryTable.Write(output, [state], session.Now));
            session.Say(RepositoryTable.Waiting(state) ?? $"{root} is live in the {RepositoryOption.NameOf(kind)} repository.");
        });
        return command.WithExamples("ota root publish root.json --repo image", "ota root publish director.json --repo director --yes");
    }

    private static void Check(RootFile root, RootFile? previous, DateTimeOffset now)
    {
        if (previous is null && root.Metadata.Version != 1)
            throw CliException.Refused($"{root} cannot be the first one: nothing is published yet, so publish version 1 first.");
        IReadOnlyList<string> missing = RootCheck.Missing(root, previous?.Metadata, now);
        if (missing.Count > 0) throw new CliException(ExitCode.Refused, [$"{root} is not ready.", .. missing]);
    }
}

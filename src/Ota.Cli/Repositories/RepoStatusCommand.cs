using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>`ota repo status`.</summary>
internal static class RepoStatusCommand
{
    private static readonly RepositoryKind[] Both = [RepositoryKind.Image, RepositoryKind.Director];

    public static Command Create(Verbs verbs)
    {
        Command command = new("status", "Shows both repositories: versions, expiry, thresholds, and what needs somebody.");
        verbs.SetAction(command, async (_, session) =>
        {
            List<RepositoryState> states = [];
            foreach (RepositoryKind kind in Both)
            {
                GetRepositoryRequest request = new() { Repository = kind };
                states.Add(await session.CallAsync("Asking for the repositories", options => session.Repository.GetRepositoryAsync(request, options)));
                states[^1].Repository = kind;
            }

            if (session.Format is OutputFormat.Json)
                JsonOutput.WriteList(session.Around.Out, "repositories", states);
            else
                RepositoryTable.Write(new TableOutput(session.Around), states, session.Now);
            foreach (string warning in states.SelectMany(state => RepositoryTable.Warnings(state, session.Now))) session.Say(warning);
        });
        return command.WithExamples("ota repo status", "ota repo status --output json | jq '.repositories[].roles[] | {name, version, expireTime}'");
    }
}

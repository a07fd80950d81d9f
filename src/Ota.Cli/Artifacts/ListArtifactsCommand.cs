using System.CommandLine;
using Google.Protobuf;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Artifacts;

/// <summary>`ota artifacts list`.</summary>
internal static class ListArtifactsCommand
{
    private const int PageSize = 1000;
    private const int DefaultLimit = 1000;
    private const int LargestLimit = 1_000_000;

    public static Command Create(Verbs verbs)
    {
        Option<int> limit = new("--limit")
        {
            HelpName = "N",
            Description = $"At most so many; {DefaultLimit} unless given.",
            DefaultValueFactory = _ => DefaultLimit,
            CustomParser = result => NumberArgument.Parse(result, "--limit", 1, LargestLimit),
        };
        Command command = new("list", "Lists artifacts by SHA-256.") { limit };
        verbs.SetAction(command, async (given, session) =>
        {
            (List<Artifact> found, bool hasMore) = await ListAsync(session, given.GetValue(limit));
            if (session.Format is OutputFormat.Json)
                JsonOutput.WriteList(session.Around.Out, "artifacts", [.. found.Cast<IMessage>()]);
            else
                ArtifactTable.Write(new TableOutput(session.Around), found);
            if (hasMore) session.Say("There are more; raise --limit to see them.");
        });
        return command.WithExamples("ota artifacts list", "ota artifacts list --output json");
    }

    private static async Task<(List<Artifact> Found, bool HasMore)> ListAsync(Session session, int limit)
    {
        List<Artifact> found = [];
        ListArtifactsRequest request = new();
        do
        {
            request.PageSize = Math.Min(PageSize, limit - found.Count);
            ListArtifactsResponse page = await session.CallAsync("Listing artifacts", options => session.Artifacts.ListArtifactsAsync(request, options));
            if (page.NextPageToken.Length > 0 && (page.NextPageToken == request.PageToken || page.Artifacts.Count == 0))
                throw CliException.Refused("The server's list goes in circles; look into its log.");
            found.AddRange(page.Artifacts);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && found.Count < limit);
        return (found, request.PageToken.Length > 0);
    }
}

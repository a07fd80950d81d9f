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
    public static Command Create(Verbs verbs)
    {
        Option<int> limit = Paging.LimitOption();
        Command command = new("list", "Lists artifacts by SHA-256.") { limit };
        verbs.SetAction(command, async (given, session) =>
        {
            (List<Artifact> found, bool hasMore) = await ListAsync(session, given.GetValue(limit));
            if (session.Format is OutputFormat.Json)
                JsonOutput.WriteList(session.Around.Out, "artifacts", [.. found.Cast<IMessage>()]);
            else
                ArtifactTable.Write(new TableOutput(session.Around), found);
            Paging.SayMore(session, hasMore);
        });
        return command.WithExamples("ota artifacts list", "ota artifacts list --output json");
    }

    private static Task<(List<Artifact> Found, bool HasMore)> ListAsync(Session session, int limit) => Paging.ReadAsync<Artifact>(limit, async (size, token) =>
    {
        ListArtifactsRequest request = new() { PageSize = size, PageToken = token };
        ListArtifactsResponse page = await session.CallAsync("Listing artifacts", options => session.Artifacts.ListArtifactsAsync(request, options));
        return (page.Artifacts, page.NextPageToken);
    });
}

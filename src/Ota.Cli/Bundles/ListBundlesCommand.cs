using System.CommandLine;
using Google.Protobuf;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Bundles;

/// <summary>`ota bundles list`.</summary>
internal static class ListBundlesCommand
{
    private static readonly Dictionary<string, BundleState> States = new()
    {
        ["draft"] = BundleState.Draft,
        ["awaiting"] = BundleState.AwaitingSignatures,
        ["staged"] = BundleState.Staged,
        ["withdrawn"] = BundleState.Withdrawn,
    };

    public static Command Create(Verbs verbs)
    {
        Option<BundleState> state = StateOption();
        Option<int> limit = Paging.LimitOption();
        Command command = new("list", "Lists bundles, the newest first.") { state, limit };
        verbs.SetAction(command, async (given, session) =>
        {
            (List<Bundle> found, bool hasMore) = await ListAsync(session, given.GetValue(state), given.GetValue(limit));
            if (session.Format is OutputFormat.Json)
                JsonOutput.WriteList(session.Around.Out, "bundles", [.. found.Cast<IMessage>()]);
            else
                BundleTable.Write(new TableOutput(session.Around), found);
            Paging.SayMore(session, hasMore);
        });
        return command.WithExamples("ota bundles list", "ota bundles list --state awaiting --output json");
    }

    private static Option<BundleState> StateOption()
    {
        Option<BundleState> option = new("--state")
        {
            HelpName = string.Join('|', States.Keys),
            Description = "Only those that are so far; all unless given.",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!States.TryGetValue(text, out BundleState found))
                    result.AddError($"--state takes one of {string.Join(", ", States.Keys)}, not '{text}'.");
                return found;
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. States.Keys]);
        return option;
    }

    private static Task<(List<Bundle> Found, bool HasMore)> ListAsync(Session session, BundleState state, int limit) => Paging.ReadAsync<Bundle>(limit, async (size, token) =>
    {
        ListBundlesRequest request = new() { State = state, PageSize = size, PageToken = token };
        ListBundlesResponse page = await session.CallAsync("Listing bundles", options => session.Bundles.ListBundlesAsync(request, options));
        return (page.Bundles, page.NextPageToken);
    });
}

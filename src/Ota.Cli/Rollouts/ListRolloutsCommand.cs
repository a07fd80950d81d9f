using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts list`.</summary>
internal static class ListRolloutsCommand
{
    private const int DefaultLimit = 100;

    public static Command Create(Verbs verbs)
    {
        Option<RolloutState> state = WordOption.Create("--state", Words.RolloutStates, "Only those that stand there; all unless given.");
        Option<int> limit = Paging.LimitOption(DefaultLimit);
        Command command = new("list", "Lists rollouts, the newest first.") { state, limit };
        verbs.SetAction(command, async (given, session) =>
        {
            ListRows<Rollout> rows = new(session, "rollouts", "No rollout is such.", RolloutTable.Write);
            bool hasMore = await Paging.ReadAsync<Rollout>(
                given.GetValue(limit),
                async (size, token) =>
                {
                    ListRolloutsRequest request = new() { State = given.GetValue(state), PageSize = size, PageToken = token };
                    ListRolloutsResponse page = await session.CallAsync("Listing rollouts", options => session.Rollouts.ListRolloutsAsync(request, options));
                    return (page.Rollouts, page.NextPageToken);
                },
                rows.Write);
            rows.End();
            Paging.SayMore(session, hasMore);
        });
        return command.WithExamples("ota rollouts list", "ota rollouts list --state held", "ota rollouts list --output json | jq -r '.rollouts[].name'");
    }
}

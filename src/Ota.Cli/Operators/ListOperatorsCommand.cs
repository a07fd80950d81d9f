using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Operators;

/// <summary>`ota operators list`.</summary>
internal static class ListOperatorsCommand
{
    public static Command Create(Verbs verbs)
    {
        Option<bool> withCredentials = new("--credentials") { Description = "Shows each credential on its own line, with its name." };
        Command command = new("list", "Lists all operators, revoked ones included.") { withCredentials };
        verbs.SetAction(command, async (given, session) =>
        {
            (List<Operator> operators, _) = await FetchAsync(session);
            if (session.Format is OutputFormat.Json)
                JsonOutput.WriteList(session.Around.Out, "operators", operators);
            else if (given.GetValue(withCredentials))
                OperatorTable.WriteCredentials(new TableOutput(session.Around), operators, session.Now);
            else
                OperatorTable.Write(new TableOutput(session.Around), operators, session.Now);
        });
        return command.WithExamples(
            "ota operators list",
            "ota operators list --credentials",
            "ota operators list --output json | jq -r '.operators[].name'");
    }

    private static Task<(List<Operator> Found, bool HasMore)> FetchAsync(Session session) => Paging.ReadAsync<Operator>(Paging.Unlimited, async (size, token) =>
    {
        ListOperatorsRequest request = new() { PageSize = size, PageToken = token };
        ListOperatorsResponse page = await session.CallAsync("Listing operators", options => session.Operators.ListOperatorsAsync(request, options));
        return (page.Operators, page.NextPageToken);
    });
}

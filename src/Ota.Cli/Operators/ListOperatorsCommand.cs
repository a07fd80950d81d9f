using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Operators;

/// <summary>`ota operators list`.</summary>
internal static class ListOperatorsCommand
{
    private const int PageSize = 200;

    public static Command Create(Verbs verbs)
    {
        Option<bool> withCredentials = new("--credentials") { Description = "Shows each credential on its own line, with its name." };
        Command command = new("list", "Lists all operators, revoked ones included.") { withCredentials };
        verbs.SetAction(command, async (given, session) =>
        {
            List<Operator> operators = await FetchAsync(session);
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

    private static async Task<List<Operator>> FetchAsync(Session session)
    {
        List<Operator> all = [];
        string token = "";
        do
        {
            ListOperatorsRequest request = new() { PageSize = PageSize, PageToken = token };
            ListOperatorsResponse page = await session.CallAsync("Listing operators", options => session.Operators.ListOperatorsAsync(request, options));
            if (page.NextPageToken.Length > 0 && (page.NextPageToken == token || page.Operators.Count == 0))
                throw CliException.Refused("The server's list goes in circles; look into its log.");
            all.AddRange(page.Operators);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return all;
    }
}

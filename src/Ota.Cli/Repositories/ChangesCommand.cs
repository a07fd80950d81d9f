using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>`ota repo changes`.</summary>
internal static class ChangesCommand
{
    private const int DefaultLimit = 100;

    public static Command Create(Verbs verbs)
    {
        Option<bool> open = new("--open") { Description = "Only those that miss signatures." };
        Option<int> limit = Paging.LimitOption(DefaultLimit);
        Command command = new("changes", "Lists changes of the Image repository, the newest first.") { open, limit };
        verbs.SetAction(command, async (given, session) =>
        {
            (List<Change> found, bool hasMore) = await ChangeList.ReadAsync(session, given.GetValue(open), given.GetValue(limit));
            if (session.Format is OutputFormat.Json)
                JsonOutput.WriteList(session.Around.Out, "changes", found);
            else
                ChangeTable.Write(new TableOutput(session.Around), found);
            Paging.SayMore(session, hasMore);
        });
        return command.WithExamples("ota repo changes --open", "ota repo changes --output json | jq -r '.changes[].name'");
    }
}

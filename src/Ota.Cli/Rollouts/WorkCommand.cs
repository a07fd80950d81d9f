using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts work`.</summary>
internal static class WorkCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> rollout = RolloutArgument.Create();
        Option<WorkList> list = WordOption.Create("--list", Words.WorkLists, "Only this list; all four unless given.");
        Option<bool> overdue = new("--overdue") { Description = "Only what should have been done by now." };
        Option<int> limit = Paging.LimitOption();
        Command command = new(
            "work",
            "Lists the vehicles that do not go on by themselves, by who has to do something: letter (write to the keeper), workshop, inspection (an engineer "
            + "looks), remote (ask or offer again from here). What is due first comes first.")
        {
            rollout, list, overdue, limit,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            Rollout found = await RolloutArgument.FindAsync(session, given.GetRequiredValue(rollout));
            WorkList only = given.GetValue(list);
            List<Install> installs = [];
            bool hasMore = false;
            foreach (WorkList one in Words.WorkLists.Values.Where(one => only is WorkList.Unspecified || one == only))
                hasMore |= await InstallList.ReadAsync(session, new ListInstallsRequest { Name = found.Name, Work = one }, given.GetValue(limit), installs.AddRange);
            DateTimeOffset now = session.Now;
            Install[] shown = [.. installs.Where(install => !given.GetValue(overdue) || WorkPage.IsOverdue(install, now)).OrderBy(WorkPage.DueOf)];
            if (session.Format is OutputFormat.Json)
                JsonOutput.WriteList(session.Around.Out, "installs", shown);
            else
                WorkPage.Write(session, found, shown);
            Paging.SayMore(session, hasMore);
        });
        return command.WithExamples(
            "ota rollouts work 3f9a12bc44d0",
            "ota rollouts work 3f9a12bc44d0 --list workshop --overdue",
            "ota rollouts work 3f9a12bc44d0 --list letter --output json | jq -r '.installs[].vid' > letters.txt");
    }
}

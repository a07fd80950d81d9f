using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>The work lists for people, one after the other, what is most urgent first.</summary>
internal static class WorkPage
{
    public static void Write(Session session, Rollout rollout, IReadOnlyCollection<Install> installs)
    {
        if (installs.Count == 0)
        {
            session.Say("Nobody has to do anything there.");
            return;
        }

        TableOutput output = new(session.Around);
        DateTimeOffset now = session.Now;
        foreach (IGrouping<WorkList, Install> list in installs.GroupBy(install => install.Work).OrderBy(list => list.Key))
        {
            if (list.Key != installs.Min(install => install.Work)) output.WriteLine();
            output.WriteLine(HeadOf(list.Key, rollout));
            WriteList(output, list, now);
        }
    }

    public static bool IsOverdue(Install install, DateTimeOffset now) => DueOf(install) < now;

    /// <summary>What has no date comes last.</summary>
    public static DateTimeOffset DueOf(Install install) => install.WorkDueTime?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue;

    private static string HeadOf(WorkList list, Rollout rollout)
    {
        WorkCount count = rollout.Work.FirstOrDefault(one => one.List == list) ?? new WorkCount();
        string overdue = count.Overdue == 0 ? "" : $", {Figures.Of(count.Overdue)} overdue";
        return $"{Words.Of(list)}: {Figures.Vehicles(count.Vehicles)}{overdue} ({TaskOf(list)})";
    }

    private static string TaskOf(WorkList list) => list switch
    {
        WorkList.Letter => "write to the keeper",
        WorkList.Workshop => "bring it to a workshop",
        WorkList.Inspection => "an engineer looks what it is",
        WorkList.Remote => "ask or offer again from here",
        _ => "see its help",
    };

    private static void WriteList(TableOutput output, IEnumerable<Install> list, DateTimeOffset now) => output.WriteTable(
        ["", "DUE", "VID", "STATE", "SINCE", "HEARD", "REASON"],
        folded: 6,
        list.Select(install => (string[])
        [
            IsOverdue(install, now) ? "OVERDUE" : "",
            install.WorkDueTime is null ? "" : $"{Moments.Day(install.WorkDueTime)} ({Moments.Distance(install.WorkDueTime, now)})",
            install.Vid,
            Words.Of(install.State),
            install.StateTime is null ? "" : Moments.Day(install.StateTime),
            install.HeardTime is null ? "never" : Moments.Day(install.HeardTime),
            InstallTable.ReasonOf(install),
        ]));
}

using Ota.Cli.Bundles;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>One rollout for people, everything on one page.</summary>
internal sealed class RolloutPage(Rollout rollout, DateTimeOffset now)
{
    public void Write(TableOutput output)
    {
        output.WriteFacts("Rollout", Facts().Where(fact => fact.Value.Length > 0));
        Section(output, rollout.Waves.Count, WriteWaves);
        Section(output, rollout.Waves.Count, WriteVehicles);
        Section(output, rollout.Verdicts.Count, table => VerdictTable.Write(table, rollout.Verdicts, rollout.Population));
        Section(output, rollout.Work.Count, WriteWork);
        Section(output, rollout.Failures.Count, WriteFailures);
        Section(output, rollout.Policy.Length, table => table.WriteFacts("Policy", PolicyText.Of(rollout.Policy)));
        Section(output, rollout.Approvals.Count, WriteApprovals);
        Section(output, rollout.Events.Count, WriteEvents);
    }

    private static void Section(TableOutput output, int items, Action<TableOutput> write)
    {
        if (items == 0) return;
        output.WriteLine();
        write(output);
    }

    private IEnumerable<(string Name, string Value)> Facts() =>
    [
        ("rollout", rollout.Name),
        ("title", rollout.Title),
        ("state", rollout.Reason.Length == 0 ? Words.Of(rollout.State) : $"{Words.Of(rollout.State)}: {rollout.Reason}"),
        ("bundle", $"{rollout.BundleTitle} ({BundleArgument.Short(rollout.Bundle)})"),
        ("vehicles", Figures.Of(rollout.Population)),
        ("wave", RolloutTable.WaveOf(rollout)),
        ("created", $"{Moments.WithDistance(rollout.CreateTime, now)} by {OperatorTable.Short(rollout.Author)}"),
        ("approved by", OperatorTable.Short(rollout.Approver)),
        ("started", Moments.WithDistance(rollout.StartTime, now)),
        ("ended", Moments.WithDistance(rollout.EndTime, now)),
        ("99 % proven", Moments.WithDistance(rollout.ExpectedTime, now)),
        ("last hour", rollout.Rates is { } rates ? $"{Figures.Of(rates.OffersHour)} offers, {Figures.Of(rates.ProofsHour)} proofs" : ""),
        ("amendment", rollout.Amendment is { } amendment
            ? $"{Figures.Vehicles(amendment.Vehicles)} more wait for approval, by {OperatorTable.Short(amendment.Author)}: {amendment.Reason}" : ""),
        ("next", NextStep()),
    ];

    private string NextStep()
    {
        string id = RolloutArgument.Short(rollout.Name);
        if (rollout.Amendment is not null || rollout.State == RolloutState.Draft) return $"somebody else than its author: ota rollouts approve {id}";
        return rollout.State switch
        {
            RolloutState.Approved => $"ota rollouts start {id}",
            RolloutState.Paused => $"ota rollouts resume {id} --reason TEXT",
            RolloutState.Held => $"somebody else than its author looks why, then: ota rollouts resume {id} --reason TEXT, or halt",
            RolloutState.Running when rollout.Work.Sum(one => one.Vehicles) > 0 => $"ota rollouts work {id}",
            RolloutState.Completed => $"ota rollouts report {id}",
            _ => "",
        };
    }

    private void WriteWaves(TableOutput output) => output.WriteTable(
        ["WAVE", "VEHICLES", "PROVEN", "FAILED", "OPENED", "STATE"],
        folded: 5,
        rollout.Waves.OrderBy(wave => wave.Wave_ == 0).ThenBy(wave => wave.Wave_).Select(wave => (string[])
        [
            wave.Wave_ == 0 ? "-" : Figures.Plain(wave.Wave_),
            Figures.Plain(wave.Vehicles),
            Figures.Plain(Bucket.Proven.In(wave.States)),
            Figures.Plain(Bucket.Failed.In(wave.States)),
            Moments.Utc(wave.OpenTime),
            WaveText.Of(wave, now),
        ]));

    private void WriteVehicles(TableOutput output)
    {
        IReadOnlyCollection<StateCount> states = Bucket.Sum(rollout);
        long sum = states.Sum(one => one.Vehicles);
        List<string[]> rows = [.. states.OrderBy(one => one.State).Select(
            one => (string[])[Words.Of(one.State), Figures.Plain(one.Vehicles), Figures.Share(one.Vehicles, rollout.Population)])];
        rows.Add(["total", Figures.Plain(sum), sum == rollout.Population ? "" : $"but {Figures.Of(rollout.Population)} are frozen: the books do not balance"]);
        output.WriteTable(["STATE", "VEHICLES", "SHARE"], folded: 2, rows);
    }

    private void WriteWork(TableOutput output) => output.WriteTable(
        ["WORK LIST", "VEHICLES", "OVERDUE"],
        folded: 0,
        rollout.Work.Select(one => (string[])[Words.Of(one.List), Figures.Plain(one.Vehicles), Figures.Plain(one.Overdue)]));

    private void WriteFailures(TableOutput output) => output.WriteTable(
        ["FAILURE", "VEHICLES"], folded: 0, rollout.Failures.Select(one => (string[])[one.Family, Figures.Plain(one.Vehicles)]));

    private void WriteApprovals(TableOutput output) => output.WriteTable(
        ["APPROVED BY", "WHEN"], folded: 0, rollout.Approvals.Select(one => (string[])[OperatorTable.Short(one.Operator), Moments.Utc(one.Time)]));

    private void WriteEvents(TableOutput output) => output.WriteTable(
        ["TIME", "BY", "WHAT", "TEXT"],
        folded: 3,
        rollout.Events.Select(one => (string[])[Moments.Utc(one.Time), OperatorTable.Short(one.Actor), one.Kind, one.Text]));
}

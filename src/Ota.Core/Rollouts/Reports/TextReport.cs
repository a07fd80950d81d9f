using System.Buffers;
using System.Globalization;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Reports;

/// <summary>For people: header, counts, curve, work lists. No rows.</summary>
internal sealed class TextReport(ReportHeader header, IBufferWriter<byte> output) : ReportWriter(header, output)
{
    public override void Begin()
    {
        Rollout rollout = Header.Rollout;
        Line($"Completion report of rollout {rollout.Id}: {rollout.Title}");
        Line($"As of {UtcText.Of(Header.AsOf)}, report {Header.Number}");
        Line($"");
        Line($"Bundle      {Header.Subject.BundleTitle}");
        Line($"            sha256 {rollout.Bundle}");
        WriteSubject(Header.Subject);
        Line($"Population  {rollout.Population} vehicles, frozen {UtcText.Of(rollout.Created)}");
        Line($"            sha256 {rollout.PopulationDigest}");
        if (Header.Subject.Selection.Length > 0) Line($"            {Header.Subject.Selection}");
        Line($"Policy      sha256 {rollout.PolicyDigest}");
        Line($"Author      {rollout.Author}");
        Line($"Approver    {(Header.Approver.Length > 0 ? Header.Approver : "-")}");
        Line($"Started     {UtcText.Of(Header.Started, "-")}");
        Line($"Ended       {UtcText.Of(Header.Ended, "-")}");
    }

    public override void Row(ReportRow row, ReportCategory category)
    {
        // Counted, not listed: the other forms have the rows.
    }

    public override void End(ReportTally tally)
    {
        Heading("Where the vehicles are", "vehicles", "share");
        foreach ((ReportCategory category, long vehicles) in tally.Categories)
        {
            Line($"  {WireName<ReportCategory>.Of(category),-28}{vehicles,10}{Shares.Percent(vehicles, tally.Vehicles),10}");
            if (category == ReportCategory.Pending) WritePending(tally);
            if (category == ReportCategory.NotApplicable) WriteReasons(tally.NotApplicable);
        }

        string verdict = tally.Vehicles == Header.Rollout.Population ? "the population" : "NOT the population";
        Line($"  {"sum",-28}{tally.Vehicles,10}  {verdict}");
        WriteCurve(tally);
        WriteBreakdown("By market", tally.ByMarket);
        WriteBreakdown("By model", tally.ByModel);
        Heading("Last reasons", "vehicles");
        WriteReasons(tally.Reasons);
        Heading("Work lists", "vehicles", "overdue");
        foreach ((WorkList list, WorkLine line) in tally.Work) Line($"  {WireName<WorkList>.Of(list),-28}{line.Vehicles,10}{line.Overdue,10}");
    }

    private void WriteSubject(ReportSubject subject)
    {
        foreach (RxswinChange change in subject.Rxswins) Line($"            RXSWIN {change.Before ?? "none"} becomes {change.After}");
        if (subject.Dossier is { } dossier)
        {
            Line($"            {dossier.Purpose.Split('\n')[0]}");
            string reference = dossier.ApprovalReference.Length > 0 ? $" ({dossier.ApprovalReference})" : "";
            Line($"            {(dossier.SafetyRelevant.Answer ? "safety relevant" : "not safety relevant")}, type approval {WireName<ApprovalState>.Of(dossier.Approval)}{reference}");
        }

        if (Header.Rollout.Policy.Recall is not { } recall) return;
        Line($"Recall      by {recall.Maker}, {recall.Authority} {string.Join(", ", recall.References)}");
        Line($"            risk {WireName<RiskClass>.Of(recall.Risk)}{(recall.StopDrive ? "; not to be driven until fixed" : "")}");
    }

    private void WritePending(ReportTally tally)
    {
        foreach ((InstallState state, long vehicles) in tally.Pending) Line($"    {WireName<InstallState>.Of(state),-26}{vehicles,10}");
    }

    private void WriteReasons(Breakdown reasons)
    {
        foreach ((string reason, BreakdownLine line) in reasons.Lines) Line($"    {reason,-26}{line.Vehicles,10}");
    }

    private void WriteCurve(ReportTally tally)
    {
        Heading($"Proven of the {tally.Needing.ToString(CultureInfo.InvariantCulture)} that need the fix", "vehicles", "share");
        foreach (int day in ConfirmationCurve.Days)
        {
            string label = string.Create(CultureInfo.InvariantCulture, $"within {day} {(day == 1 ? "day" : "days")}");
            if (tally.Curve.Within(day) is { } within) Line($"  {label,-28}{within,10}{Shares.Percent(within, tally.Needing),10}");
            else Line($"  {label,-28}{"-",10}{"-",10}");
        }

        Line($"  {"until now",-28}{tally.Curve.Confirmed,10}{Shares.Percent(tally.Curve.Confirmed, tally.Needing),10}");
        Line($"  {"median days",-28}{Days(tally.Curve.Percentile(50)),10}");
        Line($"  {"95th percentile, days",-28}{Days(tally.Curve.Percentile(95)),10}");
    }

    private void WriteBreakdown(string heading, Breakdown breakdown)
    {
        Heading(heading, "vehicles", "needing", "proven", "share");
        foreach ((string name, BreakdownLine line) in breakdown.Lines)
            Line($"  {(name.Length > 0 ? name : "-"),-28}{line.Vehicles,10}{line.Needing,10}{line.Confirmed,10}{Shares.Percent(line.Confirmed, line.Needing),10}");
    }

    private void Heading(string text, params string[] columns) => Write($"\n{text,-30}{string.Concat(columns.Select(column => column.PadLeft(10)))}\n");

    private static string Days(int? tenths) => tenths is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known / 10}.{known % 10}") : "-";

    private void Line(FormattableString line) => Write(line.ToString(CultureInfo.InvariantCulture) + "\n");
}

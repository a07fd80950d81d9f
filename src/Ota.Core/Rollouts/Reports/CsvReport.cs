using System.Buffers;
using System.Globalization;
using Ota.Core.Rollouts.Explaining;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Rollouts.Reports;

/// <summary>The rows, RFC 4180: lines end with CR LF, and what holds a comma, a quote or a line end stands in quotes.</summary>
internal sealed class CsvReport(ReportHeader header, IBufferWriter<byte> output) : ReportWriter(header, output)
{
    private static readonly string[] Columns =
    [
        "vid", "market", "model", "wave", "category", "state", "state_since", "attempts", "failures", "last_reason", "before", "target", "proof", "proven",
        "method", "told_before", "told_after", "last_contact", "work_list", "next_step", "who", "by",
    ];

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    public override void Begin() => Line(Columns);

    public override void Row(ReportRow row, ReportCategory category)
    {
        Install install = row.Install;
        NextStep next = NextStep.Of(install, Header.Rollout.Policy);
        Line(
        [
            row.Vid,
            row.Market,
            row.Model,
            Number(install.Wave),
            WireName<ReportCategory>.Of(category),
            WireName<InstallState>.Of(install.State),
            UtcText.Of(install.Since),
            Number(install.Attempt),
            Number(install.Failures),
            install.Reason is { } reason ? FailureText.Describe(reason) : "",
            string.Join(';', install.Targets.Select(target => $"{target.Ecu}={target.Before}")),
            string.Join(';', install.Targets.Select(target => $"{target.Ecu}={target.Sha256}")),
            install.State == InstallState.Confirmed ? install.Found?.Digest ?? "" : "",
            UtcText.Of(install.ConfirmedAt),
            ReportCategories.MethodOf(category),
            Told(install.ToldBefore),
            Told(install.ToldAfter),
            UtcText.Of(row.LastContact),
            install.Work == WorkList.None ? "" : WireName<WorkList>.Of(install.Work),
            next.Sentence,
            next.Who,
            UtcText.Of(next.By),
        ]);
    }

    public override void End(ReportTally tally)
    {
        // A table has rows only; the counts are in the other forms.
    }

    private void Line(string[] fields) => Write(string.Join(',', fields.Select(Quote)) + "\r\n");

    private static string Quote(string field) =>
        field.AsSpan().ContainsAny(Special) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private static string Told(UserTold? told) => told is null ? "" : $"{UtcText.Of(told.Time)} {told.Language}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

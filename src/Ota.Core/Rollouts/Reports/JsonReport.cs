using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Rollouts.Explaining;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Reports;

/// <summary>
/// One object: header, one line for each vehicle, counts. The members have one order and numbers are whole (shares are thousandths, days are
/// tenths), so that the bytes are the same everywhere.
/// </summary>
internal sealed class JsonReport(ReportHeader header, IBufferWriter<byte> output) : ReportWriter(header, output)
{
    private const string Format = "ota-completion-report/1";

    private bool _hasRows;

    public override void Begin()
    {
        Rollout rollout = Header.Rollout;
        Write($"{{\"report\":\"{Format}\",\n\"asOf\":\"{UtcText.Of(Header.AsOf)}\",\n\"number\":\"{Header.Number}\",\n\"rollout\":");
        Object(json =>
        {
            json.WriteString("name", $"rollouts/{rollout.Id}");
            json.WriteString("title", rollout.Title);
            json.WriteString("bundle", rollout.Bundle);
            json.WriteString("bundleTitle", Header.Subject.BundleTitle);
            WriteSubject(json, Header.Subject);
            json.WriteString("policyDigest", rollout.PolicyDigest);
            json.WriteString("populationDigest", rollout.PopulationDigest);
            Text(json, "selection", Header.Subject.Selection);
            json.WriteString("author", rollout.Author);
            Text(json, "approver", Header.Approver);
            json.WriteString("frozen", UtcText.Of(rollout.Created));
            Text(json, "started", UtcText.Of(Header.Started));
            Text(json, "ended", UtcText.Of(Header.Ended));
            WriteRecall(json, rollout.Policy.Recall);
        });
        Write(",\n\"vehicles\":[");
    }

    public override void Row(ReportRow row, ReportCategory category)
    {
        Install install = row.Install;
        NextStep next = NextStep.Of(install, Header.Rollout.Policy);
        Write(_hasRows ? ",\n" : "\n");
        _hasRows = true;
        Object(json =>
        {
            json.WriteString("vid", row.Vid);
            Text(json, "market", row.Market);
            Text(json, "model", row.Model);
            json.WriteNumber("wave", install.Wave);
            json.WriteString("category", WireName<ReportCategory>.Of(category));
            json.WriteString("state", WireName<InstallState>.Of(install.State));
            json.WriteString("since", UtcText.Of(install.Since));
            json.WriteNumber("attempts", install.Attempt);
            json.WriteNumber("failures", install.Failures);
            Text(json, "reason", install.Reason is { } reason ? FailureText.Describe(reason) : "");
            WriteTargets(json, install);
            Text(json, "proof", install.State == InstallState.Confirmed ? install.Found?.Digest ?? "" : "");
            Text(json, "proven", UtcText.Of(install.ConfirmedAt));
            Text(json, "method", ReportCategories.MethodOf(category));
            Text(json, "claimed", UtcText.Of(install.ClaimedAt));
            WriteTold(json, "toldBefore", install.ToldBefore);
            WriteTold(json, "toldAfter", install.ToldAfter);
            Text(json, "lastContact", UtcText.Of(row.LastContact));
            Text(json, "workList", install.Work == WorkList.None ? "" : WireName<WorkList>.Of(install.Work));
            Text(json, "nextStep", next.Sentence);
            json.WriteString("who", next.Who);
            Text(json, "by", UtcText.Of(next.By));
        });
    }

    public override void End(ReportTally tally)
    {
        Write(_hasRows ? "\n],\n\"population\":" : "],\n\"population\":");
        Object(json =>
        {
            json.WriteNumber("frozen", Header.Rollout.Population);
            json.WriteNumber("counted", tally.Vehicles);
            json.WriteBoolean("balances", tally.Vehicles == Header.Rollout.Population);
        });
        Write(",\n\"counts\":");
        Object(json =>
        {
            foreach ((ReportCategory category, long vehicles) in tally.Categories) json.WriteNumber(WireName<ReportCategory>.Of(category), vehicles);
        });
        Write(",\n\"pending\":");
        Object(json =>
        {
            foreach ((InstallState state, long vehicles) in tally.Pending) json.WriteNumber(WireName<InstallState>.Of(state), vehicles);
        });
        WriteReasons("notApplicable", tally.NotApplicable);
        WriteReasons("reasons", tally.Reasons);
        Write(",\n\"confirmed\":");
        Object(json => WriteCurve(json, tally));
        WriteLines("markets", tally.ByMarket);
        WriteLines("models", tally.ByModel);
        Write(",\n\"workLists\":");
        Object(json =>
        {
            foreach ((WorkList list, WorkLine line) in tally.Work)
            {
                json.WriteStartObject(WireName<WorkList>.Of(list));
                json.WriteNumber("vehicles", line.Vehicles);
                json.WriteNumber("overdue", line.Overdue);
                json.WriteEndObject();
            }
        });
        Write("}\n");
    }

    private static void WriteSubject(Utf8JsonWriter json, ReportSubject subject)
    {
        json.WriteStartArray("rxswins");
        foreach (RxswinChange change in subject.Rxswins)
        {
            json.WriteStartObject();
            Text(json, "before", change.Before ?? "");
            json.WriteString("after", change.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Text(json, "purpose", subject.Dossier?.Purpose ?? "");
        if (subject.Dossier is { } dossier) json.WriteBoolean("safetyRelevant", dossier.SafetyRelevant.Answer);
        else json.WriteNull("safetyRelevant");
        Text(json, "approvalState", subject.Dossier is { } known ? WireName<ApprovalState>.Of(known.Approval) : "");
        Text(json, "approvalReference", subject.Dossier?.ApprovalReference ?? "");
    }

    private static void WriteRecall(Utf8JsonWriter json, RecallNotice? recall)
    {
        if (recall is null)
        {
            json.WriteNull("recall");
            return;
        }

        json.WriteStartObject("recall");
        json.WriteString("maker", recall.Maker);
        json.WriteString("authority", recall.Authority);
        json.WriteStartArray("references");
        foreach (string reference in recall.References) json.WriteStringValue(reference);
        json.WriteEndArray();
        json.WriteString("risk", WireName<RiskClass>.Of(recall.Risk));
        json.WriteBoolean("stopDrive", recall.StopDrive);
        json.WriteEndObject();
    }

    private static void WriteTargets(Utf8JsonWriter json, Install install)
    {
        json.WriteStartArray("ecus");
        foreach (InstallTarget target in install.Targets)
        {
            json.WriteStartObject();
            json.WriteString("serial", target.Ecu.Value);
            Text(json, "before", target.Before);
            json.WriteString("target", target.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTold(Utf8JsonWriter json, string name, UserTold? told)
    {
        if (told is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("time", UtcText.Of(told.Time));
        json.WriteString("language", told.Language);
        json.WriteEndObject();
    }

    private static void WriteCurve(Utf8JsonWriter json, ReportTally tally)
    {
        json.WriteNumber("needing", tally.Needing);
        json.WriteNumber("vehicles", tally.Curve.Confirmed);
        json.WriteStartObject("permilleByDay");
        foreach (int day in ConfirmationCurve.Days)
        {
            string name = day.ToString(CultureInfo.InvariantCulture);
            if (tally.Curve.Within(day) is { } within && tally.Needing > 0) json.WriteNumber(name, Shares.Permille(within, tally.Needing));
            else json.WriteNull(name);
        }

        json.WriteEndObject();
        Number(json, "medianTenthsOfDay", tally.Curve.Percentile(50));
        Number(json, "p95TenthsOfDay", tally.Curve.Percentile(95));
    }

    private void WriteLines(string name, Breakdown breakdown)
    {
        Write($",\n\"{name}\":");
        Object(json =>
        {
            foreach ((string key, BreakdownLine line) in breakdown.Lines)
            {
                json.WriteStartObject(key);
                json.WriteNumber("vehicles", line.Vehicles);
                json.WriteNumber("needing", line.Needing);
                json.WriteNumber("confirmed", line.Confirmed);
                json.WriteEndObject();
            }
        });
    }

    private void WriteReasons(string name, Breakdown breakdown)
    {
        Write($",\n\"{name}\":");
        Object(json =>
        {
            foreach ((string key, BreakdownLine line) in breakdown.Lines) json.WriteNumber(key, line.Vehicles);
        });
    }

    // What is empty is null, so that every row has the same members.
    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0) json.WriteString(name, text);
        else json.WriteNull(name);
    }

    private static void Number(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } known) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }

    private void Object(Action<Utf8JsonWriter> members)
    {
        using Utf8JsonWriter json = new(Output);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    }
}

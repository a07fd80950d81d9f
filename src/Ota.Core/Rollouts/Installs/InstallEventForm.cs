using System.Text.Json;
using Ota.Core.Rollouts.Failures;

namespace Ota.Core.Rollouts.Installs;

/// <summary>Events as entries of the ledger: a kind, and JSON. Canonical: the same event gives the same text.</summary>
public static class InstallEventForm
{
    private const string Offered = "offered";
    private const string NotOffered = "not_offered";
    private const string Contacted = "contacted";
    private const string Reported = "reported";
    private const string Permitted = "permitted";
    private const string Shown = "shown";
    private const string ProofRefused = "proof_refused";
    private const string FaultSeen = "fault_seen";
    private const string Claimed = "claimed";
    private const string RetryWanted = "retry_wanted";
    private const string Revoked = "revoked";
    private const string Superseded = "superseded";
    private const string Removed = "removed";
    private const string TimePassed = "time_passed";

    /// <summary>The kind: snake_case.</summary>
    /// <param name="happened">Any.</param>
    public static string KindOf(InstallEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return happened switch
        {
            InstallEvent.Offered => Offered,
            InstallEvent.NotOffered => NotOffered,
            InstallEvent.Contacted => Contacted,
            InstallEvent.Reported => Reported,
            InstallEvent.Permitted => Permitted,
            InstallEvent.Shown => Shown,
            InstallEvent.ProofRefused => ProofRefused,
            InstallEvent.FaultSeen => FaultSeen,
            InstallEvent.Claimed => Claimed,
            InstallEvent.RetryWanted => RetryWanted,
            InstallEvent.Revoked => Revoked,
            InstallEvent.Superseded => Superseded,
            InstallEvent.Removed => Removed,
            InstallEvent.TimePassed => TimePassed,
            _ => throw new ArgumentException($"{happened.GetType().Name} has no form.", nameof(happened)),
        };
    }

    /// <summary>The rest of it.</summary>
    /// <param name="happened">Any.</param>
    public static string Write(InstallEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return InstallJson.Write(json =>
        {
            json.WriteStartObject();
            WriteMembers(json, happened);
            json.WriteEndObject();
        });
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="kind">What <see cref="KindOf"/> gave.</param>
    /// <param name="body">What <see cref="Write"/> wrote.</param>
    /// <exception cref="FormatException">It is no such entry.</exception>
    public static InstallEvent Read(string kind, string body)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(body);
        return InstallJson.Read(body, json => Read(kind, json));
    }

    private static void WriteMembers(Utf8JsonWriter json, InstallEvent happened)
    {
        switch (happened)
        {
            case InstallEvent.Offered offered:
                json.Targets("targets", offered.Targets);
                json.Text("nonce", offered.Nonce);
                break;
            case InstallEvent.NotOffered not: json.Text("reason", FailureText.Write(not.Reason)); break;
            case InstallEvent.Contacted contacted: json.Use("use", contacted.Use); break;
            case InstallEvent.Reported reported: WriteReport(json, reported.Report); break;
            case InstallEvent.Permitted permitted:
                json.Number("offer", permitted.Offer);
                json.Time("until", permitted.Until);
                break;
            case InstallEvent.Shown shown:
                json.Finding("finding", shown.Finding);
                json.Text("next_nonce", shown.NextNonce);
                break;
            case InstallEvent.FaultSeen fault: json.Text("code", fault.Code); break;
            case InstallEvent.Claimed claimed: json.Text("operator", claimed.Operator); break;
            case InstallEvent.RetryWanted retry: json.Text("operator", retry.Operator); break;
            case InstallEvent.Superseded superseded: json.Text("by", superseded.By); break;
            case InstallEvent.Removed removed: json.Text("cause", removed.Cause); break;
            default: break; // Nothing but its kind.
        }
    }

    private static InstallEvent Read(string kind, JsonElement json) => kind switch
    {
        Offered => new InstallEvent.Offered(json.Targets("targets"), json.Text("nonce")),
        NotOffered => new InstallEvent.NotOffered(FailureText.Read(json.Text("reason")) ?? throw new FormatException("An offer that was not made has no reason.")),
        Contacted => new InstallEvent.Contacted(json.Use("use")),
        Reported => new InstallEvent.Reported(ReadReport(json)),
        Permitted => new InstallEvent.Permitted(json.Number("offer"), json.Time("until") ?? throw new FormatException("A permit has no end.")),
        Shown => new InstallEvent.Shown(json.Finding("finding") ?? throw new FormatException("There is no finding."), json.Text("next_nonce")),
        ProofRefused => new InstallEvent.ProofRefused(),
        FaultSeen => new InstallEvent.FaultSeen(json.Text("code")),
        Claimed => new InstallEvent.Claimed(json.Text("operator")),
        RetryWanted => new InstallEvent.RetryWanted(json.Text("operator")),
        Revoked => new InstallEvent.Revoked(),
        Superseded => new InstallEvent.Superseded(json.Text("by")),
        Removed => new InstallEvent.Removed(json.Text("cause")),
        TimePassed => new InstallEvent.TimePassed(),
        _ => throw new FormatException($"'{kind}' is no kind of event of an install."),
    };

    private static void WriteReport(Utf8JsonWriter json, VehicleReport report)
    {
        json.Position("at", report.Position);
        json.State("state", report.State);
        json.Ecus("ecus", report.Ecus);
        json.Text("reason", FailureText.Write(report.Reason));
        json.Texts("conditions", report.Conditions);
        json.Number("postponed", report.Postponed);
        json.Told("told_before", report.ToldBefore);
        json.Told("told_after", report.ToldAfter);
    }

    private static VehicleReport ReadReport(JsonElement json) =>
        new(
            json.Position("at") ?? throw new FormatException("A report has no position."),
            json.State("state") ?? throw new FormatException("A report has no state."))
        {
            Ecus = json.Ecus("ecus"),
            Reason = FailureText.Read(json.Text("reason")),
            Conditions = json.Texts("conditions"),
            Postponed = json.Number("postponed"),
            ToldBefore = json.Told("told_before"),
            ToldAfter = json.Told("told_after"),
        };
}

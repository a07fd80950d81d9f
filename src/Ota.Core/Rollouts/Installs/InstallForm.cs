using System.Text.Json;
using Ota.Core.Rollouts.Failures;

namespace Ota.Core.Rollouts.Installs;

/// <summary>
/// The body of an install: everything that has no column of its own, as JSON. Canonical: the same install gives the same text. What has its
/// default value is left out, since there are a million rows of vehicles to which nothing happened yet.
/// </summary>
public static class InstallForm
{
    /// <summary>Writes the body: all but rollout, vehicle, wave, state, since, revision, due, work, work due and reason.</summary>
    /// <param name="install">Any.</param>
    public static string Write(Install install)
    {
        ArgumentNullException.ThrowIfNull(install);
        return InstallJson.Write(json =>
        {
            json.WriteStartObject();
            WriteOffer(json, install);
            WriteWord(json, install);
            WriteProof(json, install);
            json.WriteEndObject();
        });
    }

    /// <summary>Reads a body.</summary>
    /// <param name="columns">An install that has what the columns say: rollout, vehicle, wave, state, since, revision, due, work, work due, reason.</param>
    /// <param name="body">What <see cref="Write"/> wrote; empty or <c>{}</c> for one to which nothing happened.</param>
    /// <returns>The whole install.</returns>
    /// <exception cref="FormatException">It is no such body.</exception>
    public static Install Read(Install columns, string body)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(body);
        return body is "" or "{}" ? columns : InstallJson.Read(body, root => ReadProof(ReadWord(ReadOffer(columns, root), root), root));
    }

    private static void WriteOffer(Utf8JsonWriter json, Install install)
    {
        json.Number("offer", install.Offer);
        json.Time("offered", install.OfferedAt);
        json.Targets("targets", install.Targets);
        json.Text("nonce", install.Nonce);
        json.State("ended", install.EndedAs);
        json.Time("permit", install.PermitUntil);
        json.Time("retry", install.RetryAt);
    }

    private static Install ReadOffer(Install install, JsonElement root) => install with
    {
        Offer = root.Number("offer"),
        OfferedAt = root.Time("offered"),
        Targets = root.Targets("targets"),
        Nonce = root.Text("nonce"),
        EndedAs = root.State("ended"),
        PermitUntil = root.Time("permit"),
        RetryAt = root.Time("retry"),
    };

    private static void WriteWord(Utf8JsonWriter json, Install install)
    {
        json.Position("heard", install.Heard);
        json.Time("heard_at", install.HeardAt);
        json.State("said", install.Said);
        json.Text("failure", FailureText.Write(install.Failure));
        json.Number("attempt", install.Attempt);
        json.Number("failed", install.FailedAttempts);
        json.Number("failures", install.Failures);
        json.Ecus("ecus", install.Ecus);
        json.Texts("conditions", install.Conditions);
        json.Number("postponed", install.Postponed);
        json.Time("waiting", install.WaitingSince);
        json.Time("begun", install.BegunAt);
        json.Time("committed", install.CommittedAt);
        json.Number("asked", install.Asked);
        json.Time("silent", install.SilentAt);
        json.Told("told_before", install.ToldBefore);
        json.Told("told_after", install.ToldAfter);
    }

    private static Install ReadWord(Install install, JsonElement root) => install with
    {
        Heard = root.Position("heard"),
        HeardAt = root.Time("heard_at"),
        Said = root.State("said"),
        Failure = FailureText.Read(root.Text("failure")),
        Attempt = root.Number("attempt"),
        FailedAttempts = root.Number("failed"),
        Failures = root.Number("failures"),
        Ecus = root.Ecus("ecus"),
        Conditions = root.Texts("conditions"),
        Postponed = root.Number("postponed"),
        WaitingSince = root.Time("waiting"),
        BegunAt = root.Time("begun"),
        CommittedAt = root.Time("committed"),
        Asked = root.Number("asked"),
        SilentAt = root.Time("silent"),
        ToldBefore = root.Told("told_before"),
        ToldAfter = root.Told("told_after"),
    };

    private static void WriteProof(Utf8JsonWriter json, Install install)
    {
        json.Finding("found", install.Found);
        json.Flag("proven", install.IsProven);
        json.Time("confirmed", install.ConfirmedAt);
        json.Time("claimed", install.ClaimedAt);
        json.Number("refusals", install.Refusals);
        json.Use("use_at_proof", install.UseAtProof);
        json.Use("use", install.Use);
        json.Time("fault", install.FaultAt);
    }

    private static Install ReadProof(Install install, JsonElement root) => install with
    {
        Found = root.Finding("found"),
        IsProven = root.Flag("proven"),
        ConfirmedAt = root.Time("confirmed"),
        ClaimedAt = root.Time("claimed"),
        Refusals = root.Number("refusals"),
        UseAtProof = root.Use("use_at_proof"),
        Use = root.Use("use"),
        FaultAt = root.Time("fault"),
    };
}

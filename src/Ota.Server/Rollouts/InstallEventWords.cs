using System.Globalization;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts;

/// <summary>Events of installs as people read them; empty where the kind says it all.</summary>
internal static class InstallEventWords
{
    public static string Of(InstallEvent happened) => happened switch
    {
        InstallEvent.Offered offered => Text($"Images for {offered.Targets.Count} ECUs."),
        InstallEvent.NotOffered not => ReasonWords.Of(not.Reason),
        InstallEvent.Reported reported => Of(reported.Report),
        InstallEvent.Permitted permitted => Text($"Offer {permitted.Offer}: may begin until {permitted.Until:yyyy-MM-dd HH:mm:ss} UTC."),
        InstallEvent.Shown shown => Of(shown.Finding),
        InstallEvent.FaultSeen fault => fault.Code,
        InstallEvent.Claimed claimed => $"Written down by {claimed.Operator}.",
        InstallEvent.RetryWanted wanted => $"By {wanted.Operator}.",
        InstallEvent.Superseded superseded => $"By rollout {superseded.By}.",
        InstallEvent.Removed removed => removed.Cause,
        _ => "",
    };

    private static string Of(VehicleReport report)
    {
        ReportPosition at = report.Position;
        string reason = report.Reason is null ? "" : $": {ReasonWords.Of(report.Reason)}";
        string conditions = report.Conditions.Count == 0 ? "" : $", waits for {string.Join(", ", report.Conditions)}";
        return Text($"Offer {at.Offer}, attempt {at.Attempt}, report {at.Seq}: {ReasonWords.Of(report.State)}{reason}{conditions}.");
    }

    private static string Of(InventoryFinding finding)
    {
        string asked = finding.IsFresh ? "as asked for" : "not asked for";
        return finding.Matches
            ? Text($"Inventory {finding.Counter}, {asked}: every target is there.")
            : Text($"Inventory {finding.Counter}, {asked}: other images on {string.Join(", ", finding.Differing)}.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

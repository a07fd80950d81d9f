using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Rollouts.Reports;

/// <summary>Sorts vehicles into the categories of a report.</summary>
internal static class ReportCategories
{
    public static ReportCategory Of(ReportRow row)
    {
        Install install = row.Install;
        return install.State switch
        {
            InstallState.Confirmed => IsByWorkshop(install) ? ReportCategory.ConfirmedWorkshop : ReportCategory.ConfirmedOta,
            InstallState.AlreadyCompliant => ReportCategory.AlreadyCompliant,
            InstallState.NotApplicable => ReportCategory.NotApplicable,
            InstallState.RemovedFromService => ReportCategory.RemovedFromService,
            InstallState.Superseded => ReportCategory.Superseded,
            InstallState.Inconsistent => ReportCategory.Inconsistent, // Also of a claim: it needs somebody first of all.
            _ when install.ClaimedAt is not null => ReportCategory.ClaimedUnproven,
            InstallState.RolledBack or InstallState.SafeDegraded => ReportCategory.FailedSafe,
            InstallState.Discrepant => ReportCategory.Discrepant,
            InstallState.Reopened => ReportCategory.Reopened,
            InstallState.Declined => ReportCategory.Declined,
            InstallState.Expired => ReportCategory.Expired,
            InstallState.Unreachable => row.LastContact is null ? ReportCategory.UnreachableNeverSeen : ReportCategory.UnreachableSilent,
            InstallState.Revoked => ReportCategory.Revoked,
            InstallState.Targeted when install.Wave == 0 => ReportCategory.HeldBack,
            _ => ReportCategory.Pending,
        };
    }

    /// <summary>ota, workshop, or empty for what is not proven.</summary>
    public static string MethodOf(ReportCategory category) => category switch
    {
        ReportCategory.ConfirmedOta => "ota",
        ReportCategory.ConfirmedWorkshop => "workshop",
        _ => "",
    };

    /// <summary>Whether the vehicle needs the fix from this rollout: the rest is no part of shares.</summary>
    public static bool NeedsFix(ReportCategory category) => category is not
        (ReportCategory.AlreadyCompliant or ReportCategory.NotApplicable or ReportCategory.Superseded or ReportCategory.RemovedFromService);

    // A claim came before the proof, and the vehicle never reported to have written anything itself.
    private static bool IsByWorkshop(Install install) =>
        install.ClaimedAt is { } claimed && claimed <= install.ConfirmedAt && !install.Ecus.Any(ecu => ecu.State >= EcuInstallState.Installing);
}

using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Rollouts.Reports;

/// <summary>Sorts vehicles into the categories of a report.</summary>
internal static class ReportCategories
{
    /// <summary>By the install's bucket, which the machine's own books use, divided further where a report has to say more.</summary>
    public static ReportCategory Of(ReportRow row) => InstallBuckets.Of(row.Install) switch
    {
        InstallBucket.ConfirmedOverTheAir => ReportCategory.ConfirmedOta,
        InstallBucket.ConfirmedByWorkshop => ReportCategory.ConfirmedWorkshop,
        InstallBucket.AlreadyCompliant => ReportCategory.AlreadyCompliant,
        InstallBucket.ClaimedUnproven => ReportCategory.ClaimedUnproven,
        InstallBucket.Targeted when row.Install.Wave == 0 => ReportCategory.HeldBack,
        InstallBucket.FailedSafe => ReportCategory.FailedSafe,
        InstallBucket.Inconsistent => ReportCategory.Inconsistent,
        InstallBucket.Discrepant => ReportCategory.Discrepant,
        InstallBucket.Reopened => ReportCategory.Reopened,
        InstallBucket.Declined => ReportCategory.Declined,
        InstallBucket.Expired => ReportCategory.Expired,
        InstallBucket.Unreachable => row.LastContact is null ? ReportCategory.UnreachableNeverSeen : ReportCategory.UnreachableSilent,
        InstallBucket.Revoked => ReportCategory.Revoked,
        InstallBucket.Superseded => ReportCategory.Superseded,
        InstallBucket.RemovedFromService => ReportCategory.RemovedFromService,
        InstallBucket.NotApplicable => ReportCategory.NotApplicable,
        _ => ReportCategory.Pending,
    };

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
}

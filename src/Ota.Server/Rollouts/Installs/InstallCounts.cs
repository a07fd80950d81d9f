using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Installs;

/// <summary>Under which names an install is counted: always the same for the same install, so that differences never drift from the rows.</summary>
internal static class InstallCounts
{
    public static IEnumerable<string> NamesOf(Install install, BookMarks marks)
    {
        yield return CountNames.Of(install.State);
        if (install.Work != WorkList.None) yield return CountNames.Of(install.Work);
        if (HasFailed(install)) yield return CountNames.Of(install.Reason!.Family);
        if (marks.Begun) yield return CountNames.Begun;
        if (marks.Soaked) yield return CountNames.Soaked;
        if (marks.Faulty) yield return CountNames.Faulty;
        if (marks.Faulty && install.State == InstallState.Targeted) yield return CountNames.FaultyTargeted;
        if (marks.Silent) yield return CountNames.Silent;
        if (marks.Retrying) yield return CountNames.Retrying;
    }

    // What is in the way of an offer is no failure, nor is what a proven vehicle failed at before.
    private static bool HasFailed(Install install) => install.Reason is not null
        && (install.State is InstallState.RolledBack or InstallState.SafeDegraded or InstallState.Inconsistent or InstallState.Declined
                or InstallState.Discrepant or InstallState.Reopened
            || (install.Failures > 0 && InstallStates.Stands(install.State)));
}

using Ota.Core.Bundles.Manifests;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Reports;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Rollouts.Reports;

/// <summary>A vehicle for every state, and some in states that reports tell apart.</summary>
internal static class TestRows
{
    private static readonly DateTimeOffset Now = TestRollout.Now;

    private static readonly InstallTarget[] Targets =
        [new(EcuSerial.TryParse("BRK-1")!, new string('1', 64), new string('2', 64), 8), new(EcuSerial.TryParse("GW-1")!, "", new string('3', 64), 4)];

    public static ReportSubject Subject() => new("Brake fix 2.4.1")
    {
        Selection = "model = \"T3\" AND year >= 2021",
        Rxswins = [new RxswinChange("R13H 1.0", "R13H 1.1"), new RxswinChange(null, "R79 2.0")],
        Dossier = new Dossier
        {
            Purpose = "Brakes hold on hills.\nSee report 7.",
            AffectedSystems = ["brakes"],
            AffectsRequirements = new Assessment(true, "R13H"),
            AffectsParameters = new Assessment(false, ""),
            SafetyRelevant = new Assessment(true, "brakes"),
            Approval = ApprovalState.Granted,
            ApprovalReference = "E4*13HR01",
            Execution = "parked",
            SafetyEvidence = ["hara.pdf"],
            Verification = ["test.pdf"],
        },
    };

    public static ReportRow[] All() => [.. Installs().Select(Row)];

    private static ReportRow Row(Install install, int number)
    {
        DateTimeOffset? contact = install.State == InstallState.Unreachable && number % 2 == 0 ? null : Now.AddHours(-number);
        return new ReportRow($"{number:x32}", number % 3 == 0 ? "FR" : number % 3 == 1 ? "DE" : "", number % 2 == 0 ? "T3" : "T3, \"Combi\"", install, contact);
    }

    private static IEnumerable<Install> Installs()
    {
        foreach (InstallState state in Enum.GetValues<InstallState>()) yield return Of(state);
        yield return Of(InstallState.Targeted) with { Wave = 0, Targets = [] };
        yield return Of(InstallState.Unreachable) with { Work = WorkList.Letter, WorkDue = Now.AddDays(-2) };
        yield return Of(InstallState.Confirmed) with { ClaimedAt = Now.AddDays(-1.9) };
        yield return Of(InstallState.Confirmed) with { ClaimedAt = Now.AddDays(-1.9), Said = InstallState.Committed };
        yield return Of(InstallState.Offered) with { ClaimedAt = Now.AddDays(-1) };
    }

    private static Install Of(InstallState state) => TestRollout.Install(state) with
    {
        Wave = state is InstallState.AlreadyCompliant or InstallState.NotApplicable or InstallState.RemovedFromService ? 0 : 1,
        Targets = state == InstallState.NotApplicable ? [] : Targets,
        Attempt = state > InstallState.Offered ? 1 : 0,
        ToldBefore = state >= InstallState.WaitConsent ? new UserTold(Now.AddDays(-2), "de-AT") : null,
        ToldAfter = state >= InstallState.Committed ? new UserTold(Now.AddDays(-1.5), "de-AT") : null,
        ConfirmedAt = state == InstallState.Confirmed ? Now.AddDays(-1.25) : null,
        Found = state == InstallState.Confirmed ? new InventoryFinding(9, new string('f', 64), true, []) : null,
        Reason = state switch
        {
            InstallState.RolledBack => new FailureReason(FailureFamily.Flash, 0x72, "E-1204"),
            InstallState.Inconsistent => new FailureReason(FailureFamily.Rollback, 0x10001),
            InstallState.NotApplicable => new FailureReason(FailureFamily.Eligibility, 1),
            _ => null,
        },
        Failures = state is InstallState.RolledBack or InstallState.Inconsistent ? 1 : 0,
        Work = state switch
        {
            InstallState.Inconsistent => WorkList.Workshop,
            InstallState.RolledBack => WorkList.Inspection,
            InstallState.Declined or InstallState.Expired => WorkList.Letter,
            _ => WorkList.None,
        },
        WorkDue = state is InstallState.Inconsistent ? Now : state is InstallState.RolledBack or InstallState.Declined or InstallState.Expired ? Now.AddDays(5) : null,
    };
}

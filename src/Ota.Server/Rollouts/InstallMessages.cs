using Google.Protobuf.WellKnownTypes;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts;

/// <summary>Installs as messages.</summary>
internal static class InstallMessages
{
    public static V1.Install From(Install install, string vid, string rollout) => new()
    {
        Vid = vid,
        Rollout = rollout,
        Wave = install.Wave,
        State = (V1.InstallState)install.State,
        StateTime = install.Since.ToTimestamp(),
        Offer = install.Offer,
        Attempts = install.Attempt,
        Failures = install.Failures,
        Reason = ReasonWords.Of(install.Reason),
        Conditions = { install.Conditions },
        Postponed = install.Postponed,
        Ecus = { EcusOf(install) },
        Work = (V1.WorkList)install.Work,
        WorkDueTime = install.WorkDue?.ToTimestamp(),
        ConfirmTime = install.ConfirmedAt?.ToTimestamp(),
        Proof = install is { ConfirmedAt: not null, Found: { Matches: true } found } ? found.Digest : "",
        ClaimTime = install.ClaimedAt?.ToTimestamp(),
        HeardTime = install.HeardAt?.ToTimestamp(),
        PermitUntilTime = install.PermitUntil?.ToTimestamp(),
        FaultTime = install.FaultAt?.ToTimestamp(),
    };

    private static IEnumerable<V1.InstallEcu> EcusOf(Install install) => install.Targets.Select(target =>
    {
        EcuProgress? progress = install.Ecus.FirstOrDefault(ecu => ecu.Ecu == target.Ecu);
        return new V1.InstallEcu
        {
            Serial = target.Ecu.Value,
            State = ReasonWords.Of(progress?.State ?? EcuInstallState.Pending),
            Reason = ReasonWords.Of(progress?.Reason),
            BeforeSha256 = target.Before,
            TargetSha256 = target.Sha256,
        };
    });
}

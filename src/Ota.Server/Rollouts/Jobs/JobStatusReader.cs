using Ota.Core.Bundles.Manifests;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Payloads.V1;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>Reads how far a vehicle says that a job is.</summary>
internal static class JobStatusReader
{
    private const long LatestMs = 4_102_444_800_000; // The year 2100.

    public static VehicleReport? TryRead(JobStatus status, ref UpReceipt refusal)
    {
        bool isPlaced = status is { Offer: > 0 and <= int.MaxValue, Attempt: > 0 and <= int.MaxValue, Seq: > 0 and <= long.MaxValue };
        if (!isPlaced)
        {
            refusal = UpReceipt.Refused("no_identity", "offer, attempt or seq");
            return null;
        }

        if (status.State == JobState.Unspecified || !Enum.IsDefined(status.State)) return Malformed("state", ref refusal);
        if (!TryRead(status.Reason, out FailureReason? reason)) return Malformed("reason", ref refusal);
        if (!TryRead(status.ToldBefore, out Core.Rollouts.Installs.UserTold? before)) return Malformed("told_before", ref refusal);
        if (!TryRead(status.ToldAfter, out Core.Rollouts.Installs.UserTold? after)) return Malformed("told_after", ref refusal);
        if (TryReadEcus(status) is not { } ecus) return Malformed("ecus", ref refusal);
        if (!status.Conditions.All(condition => Token.IsValid(condition, Token.MaxLength))) return Malformed("conditions", ref refusal);
        return new VehicleReport(new ReportPosition((int)status.Offer, (int)status.Attempt, (long)status.Seq), (InstallState)status.State)
        {
            Ecus = ecus,
            Reason = reason,
            Conditions = [.. status.Conditions.Distinct()],
            ToldBefore = before,
            ToldAfter = after,
            Postponed = (int)Math.Min(status.Postponed, int.MaxValue),
        };
    }

    private static VehicleReport? Malformed(string field, ref UpReceipt refusal)
    {
        refusal = UpReceipt.Refused("malformed", field);
        return null;
    }

    private static List<EcuProgress>? TryReadEcus(JobStatus status)
    {
        List<EcuProgress> ecus = new(status.Ecus.Count);
        HashSet<EcuSerial> seen = new(status.Ecus.Count);
        foreach (EcuStatus ecu in status.Ecus)
        {
            if (EcuSerial.TryParse(ecu.Ecu) is not { } serial || !seen.Add(serial)) return null;
            if (ecu.State == EcuJobState.Unspecified || !Enum.IsDefined(ecu.State) || !TryRead(ecu.Reason, out FailureReason? reason)) return null;
            ecus.Add(new EcuProgress(serial, (EcuInstallState)ecu.State, reason));
        }

        return ecus;
    }

    private static bool TryRead(Failure? failure, out FailureReason? reason)
    {
        reason = null;
        if (failure is null) return true;
        bool isKnown = failure.Family != Payloads.V1.FailureFamily.Unspecified && Enum.IsDefined(failure.Family) && failure.Code <= int.MaxValue;
        if (!isKnown || failure.SupplierCode.Length > OtaLimits.SupplierCode || !failure.SupplierCode.All(IsPrintable)) return false;
        reason = new FailureReason((Core.Rollouts.Failures.FailureFamily)failure.Family, (int)failure.Code, failure.SupplierCode);
        return true;
    }

    private static bool TryRead(Payloads.V1.UserTold? told, out Core.Rollouts.Installs.UserTold? read)
    {
        read = null;
        if (told is null) return true;
        if (told.TimeMs is <= 0 or > LatestMs || LanguageTag.TryParse(told.Language) is not { } language) return false;
        read = new Core.Rollouts.Installs.UserTold(DateTimeOffset.FromUnixTimeMilliseconds(told.TimeMs), language.Value);
        return true;
    }

    private static bool IsPrintable(char one) => one is >= ' ' and <= '~';
}

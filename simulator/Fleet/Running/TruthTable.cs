using Ota.Payloads.V1;
using Ota.Simulator.Agent.Machine;
using Ota.Simulator.Agent.Running;

namespace Ota.Simulator.Fleet.Running;

/// <summary>What a vehicle's end is, and which states of the backend are right for it.</summary>
internal static class TruthTable
{
    /// <summary>How it ended; <see cref="VehicleTruth.Open"/> while it has not, or while the backend was not told.</summary>
    public static VehicleTruth Of(VehicleKind kind, AgentLoop loop)
    {
        if (loop.IsDead) return loop.LatestJob is { IsTold: false } ? VehicleTruth.BrickedUnheard : VehicleTruth.Bricked;
        if (loop.LatestJob is not { HasEnded: true, IsTold: true } job) return VehicleTruth.Open;
        return job.State switch
        {
            JobState.Declined => VehicleTruth.Declined,
            JobState.Inconsistent => VehicleTruth.Inconsistent,
            JobState.SafeDegraded => VehicleTruth.SafeDegraded,
            JobState.RolledBack => loop.IsRetryWanted ? VehicleTruth.Open : VehicleTruth.RolledBack,
            _ => OfCommitted(kind, job, loop.LastVerdict),
        };
    }

    /// <summary>States of an install, as the backend names them, that are right for a truth; none: any.</summary>
    public static IReadOnlyList<string> Expected(VehicleTruth truth) => truth switch
    {
        VehicleTruth.Confirmed => ["confirmed"],
        VehicleTruth.Declined => ["declined"],
        VehicleTruth.RolledBack => ["rolled_back"],
        VehicleTruth.SafeDegraded => ["safe_degraded"],
        VehicleTruth.Inconsistent => ["inconsistent"],
        VehicleTruth.Bricked => ["installing", "unreachable"],
        VehicleTruth.BrickedUnheard => ["installing", "offered", "acknowledged", "downloading", "downloaded", "verified", "wait_consent", "wait_safe_state", "unreachable"],
        VehicleTruth.Lied or VehicleTruth.WrongBuild => ["discrepant"],
        VehicleTruth.Replayed => ["committed", "discrepant"], // Nothing is proven; after the time for a proof it is discrepant.
        VehicleTruth.NeverContacted => ["targeted", "offered", "expired", "unreachable"],
        _ => [],
    };

    private static VehicleTruth OfCommitted(VehicleKind kind, AgentJob job, ProofReply.Types.Verdict verdict) => kind switch
    {
        _ when verdict == ProofReply.Types.Verdict.Unspecified => VehicleTruth.Open,
        VehicleKind.Liar when !job.IsProven => VehicleTruth.Lied,
        VehicleKind.WrongBuild when !job.IsProven => VehicleTruth.WrongBuild,
        VehicleKind.Replayer when !job.IsProven => VehicleTruth.Replayed,
        _ when job.IsProven => VehicleTruth.Confirmed,
        _ => job.IsDisbelieved ? VehicleTruth.Disbelieved : VehicleTruth.Open,
    };
}

using Ota.Payloads.V1;
using Ota.Simulator.Agent.Machine;

namespace Ota.Simulator.Agent.Running;

/// <summary>Writes how far a job is.</summary>
internal static class JobStatusWriter
{
    private const int MostConditions = 32;

    public static JobStatus Write(AgentJob job)
    {
        JobStatus status = new()
        {
            Rollout = job.Rollout,
            Offer = job.Offer,
            Attempt = job.Attempt,
            Seq = job.Seq,
            State = job.State,
            Postponed = job.Postponed,
            ToldBefore = job.ToldBefore?.ToMessage(),
            ToldAfter = job.ToldAfter?.ToMessage(),
            Reason = job.HasEnded ? job.Reason?.ToMessage() : null,
        };
        if (job.State == JobState.WaitSafeState) status.Conditions.Add(job.Conditions.Take(MostConditions));
        status.Ecus.Add(job.InOrder.Select(ecu => new EcuStatus { Ecu = ecu.Serial, State = ecu.State, Reason = ecu.Reason?.ToMessage() }));
        return status;
    }
}

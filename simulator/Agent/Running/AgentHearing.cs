using Ota.Payloads.V1;
using Ota.Simulator.Agent.Machine;

namespace Ota.Simulator.Agent.Running;

/// <summary>Takes what comes from the backend: the part that outlasts no power cut. What does is the event that it returns.</summary>
internal sealed class AgentHearing(string vid, IVehicleBody body, Pauses pauses, LoopPace pace, TimeProvider time)
{
    private HeldPermit? _permit;
    private bool _mustAsk = true;
    private long _serverMs;
    private long _serverAt;

    /// <summary>Whether the backend wants another attempt after a pause.</summary>
    public bool IsRetryWanted { get; private set; }

    /// <summary>The last verdict about a manifest.</summary>
    public ProofReply.Types.Verdict LastVerdict { get; private set; }

    // What the backend's clock shows now, as far as the vehicle can tell; 0 if it cannot.
    private long ServerMs => _serverMs == 0 ? 0 : _serverMs + (long)time.GetElapsedTime(_serverAt).TotalMilliseconds;

    /// <summary>There is a reason to ask for the job.</summary>
    public void MustAsk() => _mustAsk = true;

    /// <summary>Whether to ask for the job now.</summary>
    public bool IsAskDue(AgentJob? job)
    {
        bool lacks = body.LacksMetadata && job is { State: JobState.Acknowledged } && pauses.IsDue(PauseOf.Looking);
        return (_mustAsk || lacks || pauses.IsDue(PauseOf.Daily)) && pauses.IsDue(PauseOf.Asking);
    }

    public bool IsExpired(AgentJob? job) => job is { ExpiresMs: > 0 } && ServerMs > job.ExpiresMs;

    public Leave LeaveFor(AgentJob? job)
    {
        if (job is null || _permit?.StandsFor(job) != true) return Leave.None;
        return _permit.Age < pace.Fresh ? Leave.Fresh : Leave.Permit;
    }

    /// <returns>What it means for the journal; null if nothing.</returns>
    public AgentEvent? Take(OtaCommand command, AgentJob? held)
    {
        if (command.ServerMs > 0) (_serverMs, _serverAt) = (command.ServerMs, time.GetTimestamp());
        switch (command.WhatCase)
        {
            case OtaCommand.WhatOneofCase.Hint:
                _mustAsk = true;
                pauses.Clear(PauseOf.Asking);
                return null;
            case OtaCommand.WhatOneofCase.Job:
                Asked();
                TakeMetadata(command.Job);
                return new AgentEvent.JobCame(command.Job);
            case OtaCommand.WhatOneofCase.NoJob:
                Asked();
                return new AgentEvent.NoJobCame();
            case OtaCommand.WhatOneofCase.StatusReply:
                TakeAnswer(command.StatusReply, held);
                return new AgentEvent.Answered(command.StatusReply);
            case OtaCommand.WhatOneofCase.StartReply:
                TakeLeave(command.StartReply, command.ServerMs, held);
                return null;
            case OtaCommand.WhatOneofCase.ProofReply:
                LastVerdict = command.ProofReply.Verdict;
                if (LastVerdict == ProofReply.Types.Verdict.Confirmed) pauses.Clear(PauseOf.Proving);
                else pauses.Fail(PauseOf.Proving); // Whoever is not believed does not prove any faster.
                return new AgentEvent.Judged(command.ProofReply);
            default:
                return null;
        }
    }

    private void Asked()
    {
        _mustAsk = false;
        pauses.Clear(PauseOf.Asking);
        pauses.Fail(PauseOf.Looking); // Until metadata comes, if that is what is missing.
        pauses.Set(PauseOf.Daily, pace.Ask);
    }

    private void TakeMetadata(Job job)
    {
        if (job.Director.Count == 0) return;
        body.TakeMetadata(job.Director);
        pauses.Clear(PauseOf.Looking);
    }

    private void TakeAnswer(StatusReply reply, AgentJob? held)
    {
        pauses.Clear(PauseOf.Telling);
        if (held is not { } job || job.Rollout != reply.Rollout || job.Offer != reply.Offer || job.Attempt != reply.Attempt) return;
        _mustAsk |= !reply.Stands;
        IsRetryWanted = reply is { Stands: true, RetryAfterS: > 0 };
        if (IsRetryWanted) pauses.Set(PauseOf.Retry, TimeSpan.FromSeconds(reply.RetryAfterS));
    }

    private void TakeLeave(StartReply reply, long serverMs, AgentJob? held)
    {
        pauses.Clear(PauseOf.Starting);
        if (held is not { } job || job.Rollout != reply.Rollout || job.Offer != reply.Offer) return;
        _permit = reply.Go ? HeldPermit.TryTake(reply.Permit, serverMs, vid, job, body.DirectorRoot, time) : null;
        if (_permit is not null) return;
        pauses.Set(PauseOf.Starting, pace.Start);
        _mustAsk = true; // Stopped, revoked, another offer: the job says it.
    }
}

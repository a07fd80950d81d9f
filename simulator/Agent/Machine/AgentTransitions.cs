using Ota.Payloads.V1;

namespace Ota.Simulator.Agent.Machine;

/// <summary>What an event makes of a journal.</summary>
internal static class AgentTransitions
{
    private const int MostCommitFailures = 3;

    public static AgentJournal Apply(AgentJournal journal, AgentEvent happened) => (journal.Job, happened) switch
    {
        (_, AgentEvent.JobCame came) => journal with { Job = Take(journal.Job, came.Job) },
        (null, _) => journal,
        ({ } job, AgentEvent.NoJobCame) => IsKept(job) ? journal : journal with { Job = null },
        ({ } job, AgentEvent.Judged { Reply: var reply }) when IsOf(job, reply.Rollout, reply.Offer) => Judge(journal, job, reply),
        ({ } job, _) => journal with { Job = Apply(job, happened) },
    };

    // A job that was committed and not judged yet may still be proven; everything else that has ended or not begun ends for good.
    private static bool IsKept(AgentJob job) =>
        job.IsUnderWay || (job is { State: JobState.Committed, IsProven: false, IsDisbelieved: false });

    private static AgentJob Take(AgentJob? old, Job came)
    {
        string nonce = Convert.ToHexStringLower(came.Nonce.Span);
        if (old is not null && IsOf(old, came.Rollout, came.Offer))
            return old with { Nonce = nonce, WantsProof = came.WantsProof, IsStopped = came.IsStopped, ExpiresMs = came.ExpiresMs };
        if (old is { IsUnderWay: true }) return old; // It asks again when this one has ended.
        return new AgentJob
        {
            Rollout = came.Rollout,
            Offer = came.Offer,
            Bundle = came.Bundle,
            ManifestPath = came.ManifestPath,
            ExpiresMs = came.ExpiresMs,
            Nonce = nonce,
            WantsProof = came.WantsProof,
            IsStopped = came.IsStopped,
        };
    }

    private static AgentJournal Judge(AgentJournal journal, AgentJob job, ProofReply reply)
    {
        AgentJob asked = job with
        {
            Nonce = reply.Nonce.Length > 0 ? Convert.ToHexStringLower(reply.Nonce.Span) : job.Nonce,
            WantsProof = false,
        };
        return reply.Verdict switch
        {
            ProofReply.Types.Verdict.Confirmed => journal with { Job = asked with { IsProven = true } },
            ProofReply.Types.Verdict.Stale => journal with { Job = asked with { WantsProof = true } },
            ProofReply.Types.Verdict.Unknown => journal with { Job = job.IsUnderWay ? asked : null },
            _ => journal with { Job = asked with { IsDisbelieved = true } },
        };
    }

    private static AgentJob Apply(AgentJob job, AgentEvent happened) => (job.State, happened) switch
    {
        (_, AgentEvent.Started) => job with { Seq = job.Seq + 1, Milestone = job.Seq + 1 },
        (_, AgentEvent.Answered { Reply: var reply }) => Answer(job, reply),
        (JobState.Acknowledged, AgentEvent.Prepared { Ecus.Count: 0 }) => job.To(JobState.Committed),
        (JobState.Acknowledged, AgentEvent.Prepared prepared) => (job with { Ecus = prepared.Ecus }).To(JobState.Downloading),
        (JobState.Downloading, AgentEvent.Fetched fetched) => Fetch(job, fetched.Image),
        (_, AgentEvent.Failed failed) when job.State < JobState.Installing => (job with { Reason = failed.Reason }).To(JobState.RolledBack),
        (JobState.Downloaded, AgentEvent.ImagesChecked) => job.To(JobState.Verified),
        (JobState.Verified or JobState.WaitConsent, AgentEvent.UserTold told) => job with { ToldBefore = told.Notice, Seq = job.Seq + 1 },
        (_, AgentEvent.UserTold told) when job.HasEnded => job with { ToldAfter = told.Notice, Seq = job.Seq + 1, Milestone = job.Seq + 1 },
        (JobState.Verified or JobState.WaitConsent, AgentEvent.Consented) => job with { HasConsent = true, Seq = job.Seq + 1 },
        (JobState.Verified or JobState.WaitConsent, AgentEvent.Unanswered asked) => Wait(job, asked.IsPostponed),
        (JobState.Verified or JobState.WaitConsent, AgentEvent.Declined) =>
            (job with { Reason = new FailureNote(FailureFamily.User) }).To(JobState.Declined),
        (JobState.Verified or JobState.WaitConsent or JobState.WaitSafeState, AgentEvent.Unsafe unsafeNow) =>
            (job with { Conditions = unsafeNow.Conditions }).To(JobState.WaitSafeState),
        (JobState.Verified or JobState.WaitConsent or JobState.WaitSafeState, AgentEvent.Begun) when job.HasConsent =>
            (job with { Conditions = [] }).To(JobState.Installing),
        (JobState.RolledBack, AgentEvent.TriedAgain) => TryAgain(job),
        _ when job.IsUnderWay => job.IsGoingBack ? GoBack(job, happened) : GoForward(job, happened),
        _ => job, // Out of order, as after a repeated act: changes nothing.
    };

    private static AgentJob Answer(AgentJob job, StatusReply reply)
    {
        if (!IsOf(job, reply.Rollout, reply.Offer) || reply.Attempt != job.Attempt) return job;
        return job with
        {
            Told = Math.Max(job.Told, Math.Min(reply.Seq, job.Seq)),
            Nonce = reply.Nonce.Length > 0 ? Convert.ToHexStringLower(reply.Nonce.Span) : job.Nonce,
            WantsProof = reply.WantsProof && !job.IsProven,
            IsStopped = reply.IsStopped,
        };
    }

    private static AgentJob Fetch(AgentJob job, string image)
    {
        foreach (JobEcu ecu in job.Ecus.Where(ecu => ecu.Image == image && ecu.State == EcuJobState.Pending))
            job = job.With(ecu.Serial, EcuJobState.Downloaded);
        return job.Ecus.All(ecu => ecu.State == EcuJobState.Downloaded) ? job.To(JobState.Downloaded) : job;
    }

    private static AgentJob Wait(AgentJob job, bool isPostponed)
    {
        if (isPostponed) job = job with { Postponed = job.Postponed + 1 };
        return isPostponed || job.State != JobState.WaitConsent ? job.To(JobState.WaitConsent) : job;
    }

    private static AgentJob GoForward(AgentJob job, AgentEvent happened)
    {
        switch (happened)
        {
            case AgentEvent.EcuStaged staged:
                return job.With(staged.Serial, EcuJobState.Staged);
            case AgentEvent.EcuWriting writing:
                return job.With(writing.Serial, EcuJobState.Installing);
            case AgentEvent.EcuWritten written:
                job = job.With(written.Serial, EcuJobState.Installed);
                return job.Ecus.All(ecu => ecu.State == EcuJobState.Installed) ? job.To(JobState.Rebooting) : job;
            case AgentEvent.Rebooted:
                return job.To(JobState.SelfTest);
            case AgentEvent.EcuTested tested:
                return job.With(tested.Serial, EcuJobState.Tested);
            case AgentEvent.EcuCommitted committed:
                job = job.With(committed.Serial, EcuJobState.Committed);
                return job.Ecus.All(ecu => ecu.State == EcuJobState.Committed) ? job.To(JobState.Committed) : job;
            case AgentEvent.EcuFailed failed when job.Ecus.Any(ecu => ecu.State == EcuJobState.Committed):
                return FailAfterCommit(job, failed);
            case AgentEvent.EcuFailed failed:
                job = job with { IsGoingBack = true, Reason = failed.Reason, Ecus = [.. job.Ecus.Select(ecu => Note(ecu, failed))], Seq = job.Seq + 1 };
                return EndBack(job);
            default:
                return job;
        }

        static JobEcu Note(JobEcu ecu, AgentEvent.EcuFailed failed) => ecu.Serial == failed.Serial ? ecu with { Reason = failed.Reason } : ecu;
    }

    private static AgentJob FailAfterCommit(AgentJob job, AgentEvent.EcuFailed failed)
    {
        job = job with { CommitFailures = job.CommitFailures + 1, Seq = job.Seq + 1 };
        if (job.CommitFailures < MostCommitFailures) return job; // Forward is the only way left.
        return (job.With(failed.Serial, EcuJobState.Failed, failed.Reason) with { Reason = failed.Reason }).To(JobState.Inconsistent);
    }

    private static AgentJob GoBack(AgentJob job, AgentEvent happened) => happened switch
    {
        AgentEvent.EcuRolledBack back => EndBack(job.With(back.Serial, EcuJobState.RolledBack)),
        AgentEvent.EcuFailed failed => EndBack(job.With(failed.Serial, EcuJobState.Failed, failed.Reason) with
        {
            Reason = failed.Reason,
            IsDegradedOnly = job.IsDegradedOnly && failed.IsSafe,
        }),
        _ => job,
    };

    // Those that were only staged never ran anything else.
    private static AgentJob EndBack(AgentJob job)
    {
        if (job.Ecus.Any(ecu => ecu.State is EcuJobState.Installing or EcuJobState.Installed or EcuJobState.Tested)) return job;
        bool hasFailed = job.Ecus.Any(ecu => ecu.State == EcuJobState.Failed);
        AgentJob ended = job with
        {
            Ecus = [.. job.Ecus.Select(ecu => ecu.State == EcuJobState.Failed ? ecu : ecu with { State = EcuJobState.RolledBack })],
        };
        return ended.To(!hasFailed ? JobState.RolledBack : job.IsDegradedOnly ? JobState.SafeDegraded : JobState.Inconsistent);
    }

    private static AgentJob TryAgain(AgentJob job) => job with
    {
        Attempt = job.Attempt + 1,
        Seq = 1,
        Milestone = 1,
        Told = 0,
        State = JobState.Acknowledged,
        Ecus = [],
        Reason = null,
        ToldAfter = null,
        IsGoingBack = false,
        IsDegradedOnly = true,
        CommitFailures = 0,
    };

    private static bool IsOf(AgentJob job, string rollout, uint offer) => job.Rollout == rollout && job.Offer == offer;
}

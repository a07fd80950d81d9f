using Ota.Payloads.V1;
using static Ota.Simulator.Agent.Machine.AgentAction;

namespace Ota.Simulator.Agent.Machine;

/// <summary>
/// What a vehicle does next, from its journal and what it sees: two phases with a way back. All images are staged before one is
/// activated; activated and committed ascending by order; what fails before the first commit goes back descending; what fails after it
/// is tried forward, and else is inconsistent.
/// </summary>
internal static class AgentMachine
{
    public static AgentAction Next(AgentJournal journal, AgentInputs seen)
    {
        if (seen is { HasContact: true, IsAskDue: true }) return new Ask();
        if (journal.Job is not { } job) return new Wait();
        if (job is { HasEnded: true, ToldAfter: null }) return new TellUser(); // First, so that the report of the end says it too.
        if (seen is { HasContact: true, IsTellDue: true } && !job.IsTold) return new Tell();
        bool wantsProof = job.WantsProof || (job is { State: JobState.Committed, IsProven: false, IsDisbelieved: false });
        if (wantsProof && !job.IsUnderWay && job.Nonce.Length > 0 && seen is { HasContact: true, IsProofDue: true }) return new Prove();
        return job.State switch
        {
            JobState.Acknowledged => seen is { HasContact: true, IsPrepareDue: true } ? new Prepare() : new Wait(),
            JobState.Downloading => NextDownload(job, seen),
            JobState.Downloaded => new CheckImages(),
            JobState.Verified or JobState.WaitConsent or JobState.WaitSafeState => NextWaiting(job, seen),
            JobState.Installing or JobState.Rebooting or JobState.SelfTest => job.IsGoingBack ? NextBack(job) : NextForward(job),
            JobState.RolledBack when seen.IsRetryDue => new Note(new AgentEvent.TriedAgain()),
            _ => new Wait(),
        };
    }

    private static AgentAction NextDownload(AgentJob job, AgentInputs seen) =>
        seen is { HasContact: true, IsDownloadDue: true } && job.InOrder.FirstOrDefault(ecu => ecu.State == EcuJobState.Pending) is { } missing
            ? new Download(missing)
            : new Wait();

    private static AgentAction NextWaiting(AgentJob job, AgentInputs seen)
    {
        if (job is { HasConsent: false, ToldBefore: null }) return new TellUser();
        if (!job.HasConsent) return seen.IsDriverDue ? new AskDriver() : new Wait();
        bool isSafe = seen.Unmet.Count == 0;
        bool isSaid = job.State == JobState.WaitSafeState && job.Conditions.SequenceEqual(seen.Unmet);
        if (!isSafe && !isSaid) return new Note(new AgentEvent.Unsafe(seen.Unmet));
        if (job.IsStopped || seen.IsExpired) return new Wait();
        if (isSafe && seen.Leave == Leave.Fresh) return new Note(new AgentEvent.Begun());

        // In advance too: who waits for a safe state may have no contact when it comes.
        bool asks = isSafe || seen.Leave == Leave.None;
        if (seen.HasContact) return asks && seen.IsStartDue ? new AskToStart() : new Wait();
        return isSafe && seen.Leave == Leave.Permit ? new Note(new AgentEvent.Begun()) : new Wait();
    }

    private static AgentAction NextForward(AgentJob job)
    {
        if (First(EcuJobState.Downloaded) is { } unstaged) return new Stage(unstaged);
        if (First(EcuJobState.Installing) is { } written) return new Activate(written);
        if (First(EcuJobState.Staged) is { } staged) return new Note(new AgentEvent.EcuWriting(staged.Serial));
        if (job.State == JobState.Rebooting) return new Reboot();
        if (First(EcuJobState.Installed) is { } untested) return new Test(untested);
        return First(EcuJobState.Tested) is { } tested ? new Commit(tested) : new Wait();

        JobEcu? First(EcuJobState state) => job.InOrder.FirstOrDefault(ecu => ecu.State == state);
    }

    private static AgentAction NextBack(AgentJob job) =>
        job.InOrder.LastOrDefault(ecu => ecu.State is EcuJobState.Installing or EcuJobState.Installed or EcuJobState.Tested) is { } ecu
            ? new RollBack(ecu)
            : new Wait();
}

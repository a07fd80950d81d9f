using Ota.Payloads.V1;

namespace Ota.Simulator.Agent.Machine;

/// <summary>Something that happened to a vehicle with a job.</summary>
internal abstract record AgentEvent
{
    private AgentEvent()
    {
    }

    /// <summary>The vehicle started: what it told last may have been lost on the way.</summary>
    public sealed record Started : AgentEvent;

    /// <summary>The backend answered with a job, a new one or the one that the vehicle has.</summary>
    public sealed record JobCame(Job Job) : AgentEvent;

    /// <summary>The backend has nothing to do.</summary>
    public sealed record NoJobCame : AgentEvent;

    /// <summary>The backend answered a report.</summary>
    public sealed record Answered(StatusReply Reply) : AgentEvent;

    /// <summary>The backend answered a manifest.</summary>
    public sealed record Judged(ProofReply Reply) : AgentEvent;

    /// <summary>The metadata of both repositories hold; this is what to install. Empty: the vehicle has it all already.</summary>
    public sealed record Prepared(IReadOnlyList<JobEcu> Ecus) : AgentEvent;

    /// <summary>An image is there.</summary>
    public sealed record Fetched(string Image) : AgentEvent;

    /// <summary>The attempt ends before anything was installed.</summary>
    public sealed record Failed(FailureNote Reason) : AgentEvent;

    /// <summary>All images are what was signed.</summary>
    public sealed record ImagesChecked : AgentEvent;

    /// <summary>The user was told: before, what is to be done; after the end, what came of it.</summary>
    public sealed record UserTold(UserNotice Notice) : AgentEvent;

    public sealed record Consented : AgentEvent;

    /// <summary>The driver was asked and says nothing, or not now.</summary>
    public sealed record Unanswered(bool IsPostponed) : AgentEvent;

    public sealed record Declined : AgentEvent;

    /// <summary>These conditions do not hold.</summary>
    public sealed record Unsafe(IReadOnlyList<string> Conditions) : AgentEvent;

    /// <summary>Installing begins: from here on nothing takes it back.</summary>
    public sealed record Begun : AgentEvent;

    public sealed record EcuStaged(string Serial) : AgentEvent;

    /// <summary>The ECU is about to be written. Kept before the first byte, so that a power cut is known to have come after it.</summary>
    public sealed record EcuWriting(string Serial) : AgentEvent;

    public sealed record EcuWritten(string Serial) : AgentEvent;

    /// <summary>All ECUs came back with what was written.</summary>
    public sealed record Rebooted : AgentEvent;

    public sealed record EcuTested(string Serial) : AgentEvent;

    public sealed record EcuCommitted(string Serial) : AgentEvent;

    public sealed record EcuRolledBack(string Serial) : AgentEvent;

    /// <summary>Something failed at an ECU.</summary>
    /// <param name="Serial">Which.</param>
    /// <param name="Reason">What.</param>
    /// <param name="IsSafe">For a failed way back: whether the ECU is in a declared state that is safe.</param>
    public sealed record EcuFailed(string Serial, FailureNote Reason, bool IsSafe = false) : AgentEvent;

    /// <summary>The next attempt at the same offer.</summary>
    public sealed record TriedAgain : AgentEvent;
}

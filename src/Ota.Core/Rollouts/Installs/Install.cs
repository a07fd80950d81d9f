using Ota.Core.Rollouts.Failures;

namespace Ota.Core.Rollouts.Installs;

/// <summary>One vehicle in one rollout.</summary>
public sealed record Install
{
    /// <summary>The rollout's number.</summary>
    public required long Rollout { get; init; }

    /// <summary>The vehicle's number in the register.</summary>
    public required long Vehicle { get; init; }

    /// <summary>The wave that it was drawn into, from 1; 0 for those that never take part (compliant, not applicable) and the hold-back.</summary>
    public required int Wave { get; init; }

    /// <summary>Where it stands.</summary>
    public required InstallState State { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>One more with every step that changes anything, made by the machine: compare-and-swap.</summary>
    public long Revision { get; init; }

    /// <summary>Counts offers, from 1; 0 before the first.</summary>
    public int Offer { get; init; }

    /// <summary>The attempt of this offer that it is in or had last, from 1; 0 before the first. Waiting uses none.</summary>
    public int Attempt { get; init; }

    /// <summary>Attempts that failed, over all offers: what retry policies count.</summary>
    public int Failures { get; init; }

    /// <summary>The latest report; null before the first.</summary>
    public ReportPosition? Heard { get; init; }

    /// <summary>When anything came from the vehicle about this job.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>What it shall run, as offered last.</summary>
    public IReadOnlyList<InstallTarget> Targets { get; init; } = [];

    /// <summary>How far its ECUs are.</summary>
    public IReadOnlyList<EcuProgress> Ecus { get; init; } = [];

    /// <summary>What it waits for.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>How often its driver put it off.</summary>
    public int Postponed { get; init; }

    /// <summary>What went wrong last, or what is in the way of an offer; null if nothing.</summary>
    public FailureReason? Reason { get; init; }

    /// <summary>32 hexadecimal digits that the next inventory has to repeat; empty before the first offer.</summary>
    public string Nonce { get; init; } = "";

    /// <summary>
    /// The finding with the highest counter of the latest primary; null before the first. It is fresh as long as what a fresh one has shown stands: nothing has shown
    /// otherwise since, and no attempt, offer or claim has begun to which it does not belong.
    /// </summary>
    public InventoryFinding? Found { get; init; }

    /// <summary>Its user was told what will change and what to do, before; null if that was not said.</summary>
    public UserTold? ToldBefore { get; init; }

    /// <summary>Its user was told how it ended; null if that was not said.</summary>
    public UserTold? ToldAfter { get; init; }

    /// <summary>When it was confirmed first, or last again.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>When a workshop said that it has the fix, which counts for nothing until the vehicle proves it.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Its use when it was confirmed, and the latest; null while unknown.</summary>
    public VehicleUse? UseAtProof { get; init; }

    /// <summary>The latest use.</summary>
    public VehicleUse? Use { get; init; }

    /// <summary>When a new fault showed after the install, or since the start for one that was not offered anything; null if none.</summary>
    public DateTimeOffset? FaultAt { get; init; }

    /// <summary>No install begins after this without asking: the end of the permit that it has; null if it has none.</summary>
    public DateTimeOffset? PermitUntil { get; init; }

    /// <summary>
    /// What the latest report comes to; <see cref="InstallState.Offered"/> after a failure that allows another attempt. Null before the first report
    /// of an offer, and once an operator or a later inventory has overtaken it.
    /// </summary>
    public InstallState? Said { get; init; }

    /// <summary>The reason in the latest report, or what is in the way of an offer. <see cref="Reason"/> follows from it and the state.</summary>
    public FailureReason? Failure { get; init; }

    /// <summary>
    /// What became of the offer, or of the vehicle: Targeted (an operator wants another offer), RolledBack, Declined, Expired, Revoked, Reopened,
    /// Unreachable, Superseded or RemovedFromService. Null while the offer stands or is proven.
    /// </summary>
    public InstallState? EndedAs { get; init; }

    /// <summary>Attempts of this offer that are known to have failed: all before the present one, and that one if it did.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>No further attempt, or offer, before this; null if nothing is to be waited for.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>When it was offered last, or came back after it was unreachable: what the offer's end is counted from.</summary>
    public DateTimeOffset? OfferedAt { get; init; }

    /// <summary>When it began to wait for its driver or a safe state, whichever of them since; null if it does not.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>When it first began to install; null if it never did.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>When it said that it is done: what the time for its proof is counted from.</summary>
    public DateTimeOffset? CommittedAt { get; init; }

    /// <summary>How often it was asked again for the proof of that.</summary>
    public int Asked { get; init; }

    /// <summary>Whether a fresh inventory has shown every target of this offer, and none since has lost one.</summary>
    public bool IsProven { get; init; }

    /// <summary>Inventories for this offer that were refused.</summary>
    public int Refusals { get; init; }

    /// <summary>When its silence, after it began to install, became what the guard counts; null if it is not silent.</summary>
    public DateTimeOffset? SilentAt { get; init; }

    /// <summary>When time alone changes something: <see cref="InstallEvent.TimePassed"/> is due then; null if never.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Who has to do something.</summary>
    public WorkList Work { get; init; }

    /// <summary>By when; null without a work list.</summary>
    public DateTimeOffset? WorkDue { get; init; }
}

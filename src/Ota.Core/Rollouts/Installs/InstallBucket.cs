namespace Ota.Core.Rollouts.Installs;

/// <summary>What a completion report counts: each vehicle of a population is in exactly one bucket.</summary>
public enum InstallBucket
{
    /// <summary>Proven after an update over the air.</summary>
    ConfirmedOverTheAir = 1,

    /// <summary>Proven after a workshop's claim.</summary>
    ConfirmedByWorkshop = 2,

    /// <summary>Had the fix when the population was frozen.</summary>
    AlreadyCompliant = 3,

    /// <summary>A workshop claims it, and nothing has proven it.</summary>
    ClaimedUnproven = 4,

    /// <summary>Its turn has not come.</summary>
    Targeted = 5,

    /// <summary>Offered, up to verified.</summary>
    InProgress = 6,

    /// <summary>Waits for its driver.</summary>
    WaitingForDriver = 7,

    /// <summary>Waits for a state in which installing is safe.</summary>
    WaitingForSafeState = 8,

    /// <summary>Installs, restarts or tests itself.</summary>
    Installing = 9,

    /// <summary>Says that it is done.</summary>
    AwaitingProof = 10,

    /// <summary>Runs what it ran before, or a degraded state that is safe.</summary>
    FailedSafe = 11,

    /// <summary>Runs a mix.</summary>
    Inconsistent = 12,

    /// <summary>Does not show what it, or a workshop, says.</summary>
    Discrepant = 13,

    /// <summary>Had the fix and has lost it.</summary>
    Reopened = 14,

    /// <summary>Its driver said no.</summary>
    Declined = 15,

    /// <summary>Nothing came of its offer.</summary>
    Expired = 16,

    /// <summary>Silent for too long.</summary>
    Unreachable = 17,

    /// <summary>Taken back.</summary>
    Revoked = 18,

    /// <summary>Another rollout has it.</summary>
    Superseded = 19,

    /// <summary>Scrapped, exported, stolen.</summary>
    RemovedFromService = 20,

    /// <summary>The bundle means nothing to it.</summary>
    NotApplicable = 21,
}

namespace Ota.Core.Rollouts.Reports;

/// <summary>What a completion report counts. Each vehicle is in exactly one, so they sum to the population.</summary>
internal enum ReportCategory
{
    /// <summary>Proven, installed over the air.</summary>
    ConfirmedOta,

    /// <summary>Proven, after a workshop said that it had installed it.</summary>
    ConfirmedWorkshop,

    /// <summary>Ran every target when the population was frozen.</summary>
    AlreadyCompliant,

    /// <summary>A workshop says so, and the vehicle has not proven it.</summary>
    ClaimedUnproven,

    /// <summary>Goes on by itself, or waits; counted by state as well.</summary>
    Pending,

    /// <summary>Never offered anything, for comparison.</summary>
    HeldBack,

    /// <summary>Runs what it ran before, or a degraded state that is safe.</summary>
    FailedSafe,

    /// <summary>Partly new and partly old.</summary>
    Inconsistent,

    /// <summary>Says that it is done, and shows otherwise.</summary>
    Discrepant,

    /// <summary>Lost the fix again.</summary>
    Reopened,

    /// <summary>Its driver said no.</summary>
    Declined,

    /// <summary>Nothing came of the offer.</summary>
    Expired,

    /// <summary>Unreachable, and never heard of.</summary>
    UnreachableNeverSeen,

    /// <summary>Unreachable for too long.</summary>
    UnreachableSilent,

    /// <summary>Taken back.</summary>
    Revoked,

    /// <summary>Another rollout has it.</summary>
    Superseded,

    /// <summary>Scrapped, exported or stolen.</summary>
    RemovedFromService,

    /// <summary>Not concerned; counted by reason as well.</summary>
    NotApplicable,
}

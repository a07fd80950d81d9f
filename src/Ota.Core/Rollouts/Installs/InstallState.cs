namespace Ota.Core.Rollouts.Installs;

/// <summary>Where one vehicle stands in one rollout. The values are stored.</summary>
public enum InstallState
{
    /// <summary>In the frozen population, and nothing was said to it yet, or its next attempt waits for its time.</summary>
    Targeted = 1,

    /// <summary>Its Director targets name the bundle; it may ask for the job.</summary>
    Offered = 2,

    /// <summary>It has the job.</summary>
    Acknowledged = 3,

    /// <summary>It is downloading.</summary>
    Downloading = 4,

    /// <summary>It has all images.</summary>
    Downloaded = 5,

    /// <summary>It verified metadata and images of both repositories.</summary>
    Verified = 6,

    /// <summary>It waits for its driver. Waiting is not failing.</summary>
    WaitConsent = 7,

    /// <summary>It waits for a state in which installing is safe. Waiting is not failing.</summary>
    WaitSafeState = 8,

    /// <summary>It has begun to install: from here on nothing takes it back.</summary>
    Installing = 9,

    /// <summary>Its ECUs start what was installed.</summary>
    Rebooting = 10,

    /// <summary>It tests itself.</summary>
    SelfTest = 11,

    /// <summary>It says that it is done, which counts for nothing.</summary>
    Committed = 12,

    /// <summary>A fresh signed inventory shows every target. Only the backend says so.</summary>
    Confirmed = 13,

    /// <summary>An attempt ended and the vehicle runs what it ran before, also when nothing was ever installed.</summary>
    RolledBack = 14,

    /// <summary>It runs in a declared degraded state that is safe.</summary>
    SafeDegraded = 15,

    /// <summary>Some ECUs have the new images and some the old: somebody has to go there, first of all.</summary>
    Inconsistent = 16,

    /// <summary>Its driver said no.</summary>
    Declined = 17,

    /// <summary>Nothing came of the offer in the time that the policy gives.</summary>
    Expired = 18,

    /// <summary>Taken back before it began to install.</summary>
    Revoked = 19,

    /// <summary>Another rollout has taken the vehicle over.</summary>
    Superseded = 20,

    /// <summary>Its inventory showed every target when the population was frozen.</summary>
    AlreadyCompliant = 21,

    /// <summary>The bundle means nothing to it.</summary>
    NotApplicable = 22,

    /// <summary>It says that it is done and its inventory shows otherwise.</summary>
    Discrepant = 23,

    /// <summary>It was confirmed, and a later inventory has lost the fix.</summary>
    Reopened = 24,

    /// <summary>It was silent for as long as the policy allows.</summary>
    Unreachable = 25,

    /// <summary>Scrapped, exported or stolen; a person said so.</summary>
    RemovedFromService = 26,
}

namespace Ota.Core.Rollouts.Installs;

/// <summary>How far one ECU is in a job. The values travel and are stored.</summary>
public enum EcuInstallState
{
    /// <summary>Nothing happened yet.</summary>
    Pending = 1,

    /// <summary>Its image is downloaded.</summary>
    Downloaded = 2,

    /// <summary>Its image lies in the inactive slot or the gateway's cache.</summary>
    Staged = 3,

    /// <summary>It is being written.</summary>
    Installing = 4,

    /// <summary>Written and started, not committed.</summary>
    Installed = 5,

    /// <summary>Its self-test passed.</summary>
    Tested = 6,

    /// <summary>Committed: it will not go back by itself.</summary>
    Committed = 7,

    /// <summary>It runs what it ran before.</summary>
    RolledBack = 8,

    /// <summary>It failed and could not go back.</summary>
    Failed = 9,
}

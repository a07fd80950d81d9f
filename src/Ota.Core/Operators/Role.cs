namespace Ota.Core.Operators;

/// <summary>What an operator may do. The values are stored as names; their order is the order in which they are shown.</summary>
public enum Role
{
    /// <summary>Reads fleet totals, never one person's vehicle.</summary>
    Viewer = 1,

    /// <summary>Looks up one vehicle at a time to answer its keeper.</summary>
    Support,

    /// <summary>Prepares bundles and rollouts.</summary>
    Engineer,

    /// <summary>Approves what somebody else prepared.</summary>
    Approver,

    /// <summary>Starts, pauses and halts approved rollouts.</summary>
    Release,

    /// <summary>Reads evidence: audit log, receipts, proofs.</summary>
    Auditor,

    /// <summary>Handles requests of persons about their data.</summary>
    Privacy,

    /// <summary>Manages operators and nothing else, so that an engineer cannot make himself an approver.</summary>
    Admin,
}

namespace Ota.Core.Audit;

/// <summary>When in the life of a call an entry was written.</summary>
public enum AuditStage
{
    /// <summary>Before the work: an intent without an outcome is a call that a crash cut off.</summary>
    Intent = 1,

    /// <summary>After the work, or in place of it when the call was refused.</summary>
    Outcome = 2,
}

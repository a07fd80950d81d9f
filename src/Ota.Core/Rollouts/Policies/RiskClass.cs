namespace Ota.Core.Rollouts.Policies;

/// <summary>How grave the risk of a recall is: the levels of the EU's risk assessment guideline (Decision 2019/417).</summary>
public enum RiskClass
{
    /// <summary>Needs action, not at once.</summary>
    Low,

    /// <summary>Needs some action.</summary>
    Medium,

    /// <summary>Needs rapid action.</summary>
    High,

    /// <summary>Needs action at once.</summary>
    Serious,
}

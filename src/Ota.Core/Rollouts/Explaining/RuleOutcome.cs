namespace Ota.Core.Rollouts.Explaining;

/// <summary>How a rule stands. The values are those of the API.</summary>
public enum RuleOutcome
{
    /// <summary>It holds.</summary>
    Met = 1,

    /// <summary>It will hold by itself.</summary>
    Waiting = 2,

    /// <summary>Somebody has to do something.</summary>
    Blocked = 3,

    /// <summary>Not reached yet.</summary>
    Later = 4,
}

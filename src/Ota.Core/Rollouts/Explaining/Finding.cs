namespace Ota.Core.Rollouts.Explaining;

/// <summary>A rule that does not hold, and what has to happen for it.</summary>
internal sealed record Finding(ExplainedRule Rule, NextStep Next);

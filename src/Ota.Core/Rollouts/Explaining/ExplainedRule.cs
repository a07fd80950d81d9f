namespace Ota.Core.Rollouts.Explaining;

/// <summary>One rule of an explanation.</summary>
/// <param name="Rule">approved, running, wave, window, pace, one_job, eligible, offered, contact, downloaded, verified, consent, safe_state, permit, installed, proven.</param>
/// <param name="Outcome">How it stands.</param>
/// <param name="Sentence">For people.</param>
/// <param name="Time">Since when, or when it is expected; null if neither is known.</param>
public sealed record ExplainedRule(string Rule, RuleOutcome Outcome, string Sentence, DateTimeOffset? Time = null);

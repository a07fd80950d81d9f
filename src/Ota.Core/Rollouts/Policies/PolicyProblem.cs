namespace Ota.Core.Rollouts.Policies;

/// <summary>Something wrong in a policy.</summary>
/// <param name="Pointer">Where: a JSON Pointer (RFC 6901).</param>
/// <param name="Sentence">What, and what to do.</param>
public sealed record PolicyProblem(string Pointer, string Sentence);

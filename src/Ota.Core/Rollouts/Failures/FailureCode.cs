namespace Ota.Core.Rollouts.Failures;

/// <summary>A code of ours, or of the standard, that has a name.</summary>
/// <param name="Family">Of which kind.</param>
/// <param name="Code">1 to 0xFFFF.</param>
/// <param name="Name">snake_case.</param>
/// <param name="Sentence">What it means, for people.</param>
public sealed record FailureCode(FailureFamily Family, int Code, string Name, string Sentence);

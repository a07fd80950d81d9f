namespace Ota.Core.Audit;

/// <summary>The first place where a chain is not what was written.</summary>
/// <param name="Sequence">The number that the link at that place should have.</param>
/// <param name="Reason">What is wrong, one sentence.</param>
public sealed record AuditBreak(long Sequence, string Reason);

namespace Ota.Core.Audit;

/// <summary>An entry in its place in the chain.</summary>
/// <param name="Sequence">1 for the first entry, then one more each.</param>
/// <param name="Entry">What happened.</param>
/// <param name="Hash">Hash over the link before and this one, lower-case hexadecimal.</param>
public sealed record AuditLink(long Sequence, AuditEntry Entry, string Hash);

namespace Ota.Core.Rollouts.Installs;

/// <summary>What an event makes of an install.</summary>
/// <param name="Install">As it is now, its revision one more; the same object if nothing changed.</param>
/// <param name="Effects">What is to be done outside.</param>
/// <param name="Note">Why an event changed nothing: late, repeated, of another offer; null if it counted.</param>
public sealed record InstallStep(Install Install, IReadOnlyList<InstallEffect> Effects, IgnoredBecause? Note = null);

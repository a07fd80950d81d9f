namespace Ota.Core.Rollouts.Reports;

/// <summary>One line of a breakdown.</summary>
/// <param name="Vehicles">All.</param>
/// <param name="Needing">Those that need the fix from this rollout.</param>
/// <param name="Confirmed">Those that are proven.</param>
internal readonly record struct BreakdownLine(long Vehicles, long Needing, long Confirmed);

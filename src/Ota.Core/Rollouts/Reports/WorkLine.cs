namespace Ota.Core.Rollouts.Reports;

/// <summary>One work list.</summary>
/// <param name="Vehicles">On it.</param>
/// <param name="Overdue">Of those, whose date has passed.</param>
internal readonly record struct WorkLine(long Vehicles, long Overdue);

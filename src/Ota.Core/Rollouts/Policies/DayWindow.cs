namespace Ota.Core.Rollouts.Policies;

/// <summary>A time of day. An end before the begin is on the next day.</summary>
/// <param name="From">Begins, minutes after midnight.</param>
/// <param name="To">Ends, minutes after midnight, exclusive.</param>
public readonly record struct DayWindow(int From, int To);

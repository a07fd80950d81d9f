namespace Ota.Server.Telemetry.History;

/// <summary>The readings of a signal in a piece of time, so that a plot keeps the extremes.</summary>
/// <param name="Start">Where the piece begins.</param>
/// <param name="Min">The smallest; NaN if there is nothing but NaN.</param>
/// <param name="Max">The largest; NaN if there is nothing but NaN.</param>
/// <param name="LastTime">The time of the newest.</param>
/// <param name="Last">The newest.</param>
/// <param name="Count">How many.</param>
internal readonly record struct PlotBucket(long Start, double Min, double Max, long LastTime, double Last, long Count);

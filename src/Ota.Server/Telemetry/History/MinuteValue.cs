namespace Ota.Server.Telemetry.History;

/// <summary>The readings of a signal in the minute that begins at a time.</summary>
internal readonly record struct MinuteValue(long Start, double Min, double Max, double Mean, double Last, long Count);

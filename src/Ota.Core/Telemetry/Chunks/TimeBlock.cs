namespace Ota.Core.Telemetry.Chunks;

/// <summary>A series of times in a chunk; columns that were sampled together share one.</summary>
internal readonly record struct TimeBlock(int Count, long Min, long Max, int Length);

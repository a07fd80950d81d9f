namespace Ota.Bench.Telemetry;

/// <summary>One line of a recording.</summary>
internal readonly record struct Reading(long Time, uint Signal, double Value);

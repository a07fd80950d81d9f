namespace Ota.Server.Telemetry.Ingest;

/// <summary>What came of one counter of a vehicle.</summary>
internal sealed record SequenceState(
    UInt128 BootId, uint Stream, ulong Watermark, ulong Highest, ulong Missing, ulong GivenUp, ulong Repeats);

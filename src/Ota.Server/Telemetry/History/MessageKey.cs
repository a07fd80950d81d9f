namespace Ota.Server.Telemetry.History;

/// <summary>What names a message among all of its vehicle: two with the same key are the same message.</summary>
internal readonly record struct MessageKey(UInt128 BootId, uint Stream, ulong Sequence);

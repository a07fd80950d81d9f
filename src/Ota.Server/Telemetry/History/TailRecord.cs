namespace Ota.Server.Telemetry.History;

/// <summary>A message that is in the journal and in no chunk yet.</summary>
internal readonly record struct TailRecord(long Position, TelemetryMessage Message);

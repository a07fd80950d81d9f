using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>A stored message with the number of its readings; the message's own count has what the history keeps beside them too.</summary>
internal readonly record struct WatchedMessage(TelemetryMessage Message, int Readings);

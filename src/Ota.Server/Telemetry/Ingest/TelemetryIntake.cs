using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>
/// The lane of telemetry. While the history is slow, messages stay unanswered in it, and the broker stops reading a connection that has too
/// many of them; only when all connections together hold more than the limit are further ones refused.
/// </summary>
internal sealed class TelemetryIntake(TelemetryOptions options)
    : Lane("telemetry", options.QueuedBytes, "Too much telemetry waits to be stored; send it again later.");

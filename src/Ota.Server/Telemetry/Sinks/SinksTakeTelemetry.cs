using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>A sink that is away degrades the server and no more: vehicles are served, and the spool keeps what the sink missed.</summary>
internal sealed class SinksTakeTelemetry(TelemetrySinks sinks) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Not their names: hosts are in them, and anybody may read this answer. The log and the metrics have them.
        int down = sinks.All.Count(sink => sink.Status.State == SinkState.Down);
        int refusing = sinks.All.Count(sink => sink.Status.State == SinkState.Refused);
        string text = $"{sinks.All.Count} in all, {down} down, {refusing} refusing us";
        return Task.FromResult(down + refusing == 0 ? HealthCheckResult.Healthy(text) : HealthCheckResult.Degraded(text));
    }
}

using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ota.Server.Telemetry.History;

/// <summary>Not ready while telemetry cannot be stored.</summary>
internal sealed class HistoryReady(ITelemetryHistory history) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HistoryCondition condition = history.Condition;
        // The sentence names folders, and anybody may read this answer: it is in the log.
        return Task.FromResult(condition.Ready ? HealthCheckResult.Healthy(condition.Sentence) : HealthCheckResult.Unhealthy("telemetry cannot be stored"));
    }
}

using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ota.Server.Health;

/// <summary>Not ready from the moment that a stop is asked for, before any port closes.</summary>
internal sealed class NotDraining(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("the server is stopping")
            : HealthCheckResult.Healthy("not stopping"));
}

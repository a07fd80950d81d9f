using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ota.Server.Bridge.Upstream;

/// <summary>Not ready while vehicles' messages do not come from the broker.</summary>
internal sealed class UpstreamReady(UpstreamLinks links) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        UpstreamLink[] troubled = [.. links.All.Where(link => link.Trouble is not null)];
        // The cause may name hosts, and anybody may read this answer.
        if (troubled.Length == 0 && links.Outlet.Trouble is not null)
            return Task.FromResult(HealthCheckResult.Unhealthy("nothing can be sent to vehicles by the broker; the log has the cause, and it goes on by itself"));
        return Task.FromResult(troubled.Length == 0
            ? HealthCheckResult.Healthy("attached")
            : HealthCheckResult.Unhealthy(
                $"no messages of the lanes {string.Join(" and ", troubled.Select(link => link.Name))} come from the broker: see that it runs and lets "
                + "this server in; the log has the cause, and it goes on by itself"));
    }
}

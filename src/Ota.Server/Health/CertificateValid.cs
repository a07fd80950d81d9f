using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ota.Server.Pki;

namespace Ota.Server.Health;

/// <summary>Not ready when clients refuse the server's certificate; a restart renews it.</summary>
internal sealed class CertificateValid(ServerPki pki, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        DateTime end = pki.Server.NotAfter.ToUniversalTime();
        string text = string.Create(
            CultureInfo.InvariantCulture, $"until {end:yyyy-MM-ddTHH:mm:ssZ}; a restart renews it in its last 30 days");
        return Task.FromResult(time.GetUtcNow().UtcDateTime < end ? HealthCheckResult.Healthy(text) : HealthCheckResult.Unhealthy(text));
    }
}

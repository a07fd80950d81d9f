using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ota.Server.Hosting;

namespace Ota.Server.Health;

internal static class HealthFeature
{
    public static void AddHealth(this IServiceCollection services, HealthOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RepositoriesServe>();
        services.AddGrpcHealthChecks()
            .AddCheck<DatabaseAnswers>("database", timeout: TimeSpan.FromSeconds(5))
            .AddCheck<DiskSpace>("disk")
            .AddCheck<CertificateValid>("certificate")
            .AddCheck<RepositoriesServe>("repositories")
            .AddCheck<NotDraining>("draining");
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => "alive\n").WithMetadata(new ForProbes());
        app.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = WriteAsync }).WithMetadata(new ForProbes());
        app.MapGrpcHealthChecksService();
    }

    private static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        ready = report.Status != HealthStatus.Unhealthy, // Degraded is ready, as the status code says too.
        checks = report.Entries.ToDictionary(
            entry => entry.Key, entry => new { ok = entry.Value.Status == HealthStatus.Healthy, detail = entry.Value.Description }),
    });
}

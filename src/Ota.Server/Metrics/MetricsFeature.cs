using Ota.Server.Hosting;

namespace Ota.Server.Metrics;

internal static class MetricsFeature
{
    public static void AddMetrics(this IServiceCollection services, MetricsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<BuildInfo>();
        services.AddSingleton<MetricsCollector>();
        if (options.Otlp is not null) services.AddHostedService<OtlpExport>();
    }

    public static void MapMetrics(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<BuildInfo>();
        MetricsCollector collector = app.Services.GetRequiredService<MetricsCollector>();
        collector.Start();
        app.MapGet("/metrics", () => Results.Text(PrometheusText.Write(collector.Collect(), collector.Refused), PrometheusText.ContentType))
            .WithMetadata(new ForProbes());
    }
}

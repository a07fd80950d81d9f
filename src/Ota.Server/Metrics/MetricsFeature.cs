namespace Ota.Server.Metrics;

internal static class MetricsFeature
{
    public static void AddMetrics(this IServiceCollection services, MetricsOptions options) => services.AddSingleton(options);

    public static void MapMetrics(this WebApplication app) => _ = app;
}

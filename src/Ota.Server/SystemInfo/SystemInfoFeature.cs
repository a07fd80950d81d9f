using Ota.Server.SystemInfo.Checks;

namespace Ota.Server.SystemInfo;

internal static class SystemInfoFeature
{
    public static void AddSystemInfo(this IServiceCollection services)
    {
        services.AddSingleton<SystemCounts>();
        services.AddSingleton<SystemChecks>();
        // In the order in which people read them.
        services.AddSingleton<IFinder, DiskFinder>();
        services.AddSingleton<IFinder, DatabaseFinder>();
        services.AddSingleton<IFinder, CertificateFinder>();
        services.AddSingleton<IFinder, BrokerFinder>();
        services.AddSingleton<IFinder, TelemetryFinder>();
        services.AddSingleton<IFinder, SinkFinder>();
        services.AddSingleton<IFinder, RepositoryFinder>();
    }

    public static void MapSystemInfo(this WebApplication app) => app.MapGrpcService<SystemService>();
}

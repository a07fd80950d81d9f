namespace Ota.Server.SystemInfo;

internal static class SystemInfoFeature
{
    public static void AddSystemInfo(this IServiceCollection services) => services.AddSingleton<SystemCounts>();

    public static void MapSystemInfo(this WebApplication app) => app.MapGrpcService<SystemService>();
}

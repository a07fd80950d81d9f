namespace Ota.Server.Bundles.Staging;

internal static class BundlesFeature
{
    public static void AddBundles(this IServiceCollection services)
    {
        services.AddSingleton<BundleStore>();
        services.AddSingleton<KnownVehicles>();
        services.AddSingleton<KnownBundles>();
        services.AddSingleton<PublishedImages>();
        services.AddSingleton<BundleCheck>();
        services.AddSingleton<BundlesMetrics>();
        services.AddSingleton<BundleDesk>();
        services.AddSingleton<StagedBundles>();
    }

    public static void MapBundles(this WebApplication app) => app.MapGrpcService<BundlesService>();
}

using Ota.Server.Bundles.Staging;

namespace Ota.Server.Bundles.Director;

internal static class DirectorFeature
{
    public static void AddDirector(this IServiceCollection services)
    {
        services.AddSingleton<FindStagedBundle>(provider => provider.GetRequiredService<StagedBundles>().FindAsync);
        services.AddSingleton<DescribeBundle>(provider => provider.GetRequiredService<StagedBundles>().DescribeAsync);
        services.AddSingleton<DirectorStore>();
        services.AddSingleton<DirectorMetrics>();
        services.AddSingleton<DirectorRoot>();
        services.AddSingleton<DirectorDesk>();
        services.AddSingleton<DirectorDoor>();
        services.AddSingleton<DirectorDownload>();
        services.AddSingleton<ReleaseCounters>();
        services.AddSingleton<TakenBack>();
        services.AddSingleton<BundleOffers>();
        services.AddSingleton<VehicleJudge>();
        services.AddSingleton<VehicleFacts>();
        services.AddSingleton<AssignmentDesk>();
    }

    public static void MapDirector(this WebApplication app)
    {
        app.MapGrpcService<DirectorService>();
        DirectorDownload download = app.Services.GetRequiredService<DirectorDownload>();
        app.MapMethods(DirectorDownload.Pattern, [HttpMethods.Get, HttpMethods.Head], download.ServeAsync);
    }
}

using Ota.Server.Bundles.Repository.Checks;

namespace Ota.Server.Bundles.Repository;

internal static class RepositoryFeature
{
    public static void AddRepository(this IServiceCollection services)
    {
        services.AddSingleton<OnlineKeys>();
        services.AddSingleton<OnlineSigning>();
        services.AddSingleton<OnlineRenewal>();
        services.AddSingleton<RepositoryStore>();
        services.AddSingleton<PublishedFiles>();
        services.AddSingleton<RepositoryExport>();
        services.AddSingleton<RepositoryExpiry>();
        services.AddSingleton<RepositoryMetrics>();
        services.AddSingleton<RepositoryPublisher>();
        services.AddSingleton<RepositoryReads>();
        services.AddSingleton<RepositoryCheck>();
        services.AddSingleton<Publication>();
        services.AddSingleton<Proposals>();
        services.AddSingleton<RootCheck>();
        services.AddSingleton<RootPublishing>();
        services.AddSingleton<ChangeSigning>();
        services.AddSingleton<DelegationReader>();
        services.AddSingleton<ImageRepository>();
        services.AddSingleton<MetadataDownload>();
        services.AddSingleton<ImageDownload>();
        services.AddHostedService<RepositoryWorker>();
    }

    public static void MapRepository(this WebApplication app)
    {
        app.MapGrpcService<RepositoryService>();
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/repo/{file}", methods, app.Services.GetRequiredService<MetadataDownload>().ServeAsync);
        app.MapMethods("/repo/targets/{**path}", methods, app.Services.GetRequiredService<ImageDownload>().ServeAsync);
    }
}

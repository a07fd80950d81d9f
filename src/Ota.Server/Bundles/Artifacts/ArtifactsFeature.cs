using Ota.Server.Hosting;

namespace Ota.Server.Bundles.Artifacts;

internal static class ArtifactsFeature
{
    public static void AddArtifacts(this IServiceCollection services, ArtifactsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => new ArtifactFolder(provider.GetRequiredService<HostingOptions>().Data));
        services.AddSingleton<ArtifactStore>();
        services.AddSingleton(provider => new Uploads(
            provider.GetRequiredService<ArtifactFolder>(), provider.GetRequiredService<ArtifactStore>(), options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<UploadReceiver>();
        services.AddSingleton<ArtifactUrls>();
        services.AddSingleton<ArtifactDoor>();
        services.AddSingleton<DownloadShares>();
        services.AddSingleton<ArtifactsMetrics>();
        services.AddSingleton<ArtifactSender>();
        services.AddSingleton<ArtifactDownload>();
        services.AddHostedService<UploadsWorker>();
    }

    public static void MapArtifacts(this WebApplication app)
    {
        app.MapGrpcService<ArtifactsService>();
        ArtifactDownload download = app.Services.GetRequiredService<ArtifactDownload>();
        app.MapMethods(ArtifactUrls.Prefix + "{sha256}", [HttpMethods.Get, HttpMethods.Head], download.ServeAsync);
    }
}

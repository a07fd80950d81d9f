namespace Ota.Server.Bridge.Upstream;

internal static class UpstreamFeature
{
    /// <summary>Takes vehicles' messages from a broker of another make instead of the embedded one. After the lanes: their workers stop later.</summary>
    public static void AddUpstream(this IServiceCollection services)
    {
        services.AddSingleton<UpstreamClients>();
        services.AddSingleton<UpstreamMetrics>();
        services.AddSingleton<RevokedVehicles>();
        services.AddSingleton<IVehicleEnding>(provider => provider.GetRequiredService<RevokedVehicles>());
        services.AddSingleton<UpstreamGate>();
        services.AddSingleton<UpstreamLinks>();
        services.AddSingleton<IDownTopics, UpstreamDownTopics>();
        services.AddHostedService<UpstreamWorker>();
        services.AddHealthChecks().AddCheck<UpstreamReady>("broker");
    }
}

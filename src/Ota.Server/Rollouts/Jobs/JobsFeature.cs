using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Rollouts.Jobs;

internal static class JobsFeature
{
    /// <summary>Adds what talks with vehicles about their jobs.</summary>
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobsMetrics>();
        services.AddSingleton<VehicleUses>();
        services.AddSingleton<JobMetadata>();
        services.AddSingleton<JobDesk>();
        services.AddSingleton<Permits>();
        services.AddSingleton<StartDesk>();
        services.AddSingleton<ProofDesk>();
        services.AddSingleton<IUpHandler, OtaHandler>();
    }
}

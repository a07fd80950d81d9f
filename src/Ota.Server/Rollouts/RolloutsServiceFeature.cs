using Ota.Server.Rollouts.Planning;

namespace Ota.Server.Rollouts;

/// <summary>What operators call; what runs by itself is registered by <see cref="RolloutsFeature"/>.</summary>
internal static class RolloutsServiceFeature
{
    public static void AddRolloutsService(this IServiceCollection services)
    {
        services.AddSingleton<PopulationJudge>();
        services.AddSingleton<PopulationStore>();
        services.AddSingleton<VehicleNames>();
        services.AddSingleton<FreezeTurn>();
        services.AddSingleton<WishReader>();
        services.AddSingleton<Freezer>();
        services.AddSingleton<AmendmentStore>();
        services.AddSingleton<Amender>();
        services.AddSingleton<FreezeSweeper>();
        services.AddHostedService<FreezeSweepWorker>();
        services.AddSingleton<RolloutFinder>();
        services.AddSingleton<RolloutReads>();
        services.AddSingleton<RolloutViews>();
        services.AddSingleton<RolloutFreezes>();
        services.AddSingleton<Approvals>();
        services.AddSingleton<RolloutActs>();
        services.AddSingleton<InstallLists>();
        services.AddSingleton<InstallActs>();
        services.AddSingleton<InstallViews>();
        services.AddSingleton<RolloutHistory>();
        services.AddSingleton<ReportRows>();
        services.AddSingleton<ReportStream>();
        services.AddSingleton<ExplainReader>();
        services.AddSingleton<Explanations>();
        services.AddSingleton<RolloutWatching>();
        services.AddSingleton<RolloutShows>();
    }

    public static void MapRolloutsService(this WebApplication app) => app.MapGrpcService<RolloutsService>();
}

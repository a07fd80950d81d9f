using Ota.Server.Rollouts.Control;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Rollouts.Planning;

namespace Ota.Server.Rollouts;

internal static class RolloutsFeature
{
    public static void AddRollouts(this IServiceCollection services, RolloutsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RolloutsMetrics>();
        services.AddSingleton<PolicyTexts>();
        services.AddSingleton<RolloutStore>();
        services.AddSingleton<RolloutBooks>();
        services.AddSingleton<InstallReads>();
        services.AddSingleton<InstallTurns>();
        services.AddSingleton<InstallBooks>();
        services.AddSingleton<InstallConsequences>();
        services.AddSingleton<InstallWriter>();
        services.AddSingleton<InstallDesk>();
        services.AddSingleton<Lease>();
        services.AddSingleton<PopulationReader>();
        services.AddSingleton<OfferJudge>();
        services.AddSingleton<Offering>();
        services.AddSingleton<DueInstalls>();
        services.AddSingleton<FaultFinder>();
        services.AddSingleton<InboxReads>();
        services.AddSingleton<InboxDrain>();
        services.AddSingleton<Endings>();
        services.AddSingleton<HintPublisher>();
        services.AddSingleton<InstallUpkeep>();
        services.AddSingleton<ControlActs>();
        services.AddSingleton<RolloutController>();
        services.AddHostedService<RolloutsWorker>();
        services.AddHostedService<HintsWorker>();
    }
}

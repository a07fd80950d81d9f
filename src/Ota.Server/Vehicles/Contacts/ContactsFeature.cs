using Ota.Server.Bridge.Lanes;
using Ota.Server.Vehicles.Rebirths;

namespace Ota.Server.Vehicles.Contacts;

internal static class ContactsFeature
{
    public static void AddContacts(this IServiceCollection services)
    {
        services.AddSingleton<ServerRun>();
        services.AddSingleton<ServerRunStore>();
        services.AddSingleton<ContactStore>();
        services.AddSingleton<ContactMetrics>();
        services.AddSingleton<ContactDesk>();
        services.AddSingleton<IUpHandler, BirthHandler>();
        services.AddSingleton<IUpHandler, InventoryHandler>();
        services.AddSingleton<IUpHandler, DeathHandler>();
        services.AddHostedService<ServerRunWorker>();
        services.AddSingleton(new RebirthOptions());
        services.AddSingleton(all => new RebirthDesk(all.GetRequiredService<RebirthOptions>(), all.GetRequiredService<TimeProvider>(), new Random()));
        services.AddSingleton<RebirthMetrics>();
        services.AddHostedService<RebirthWorker>();
    }
}

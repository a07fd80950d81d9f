namespace Ota.Server.Vehicles;

internal static class VehiclesFeature
{
    public static void AddVehicles(this IServiceCollection services)
    {
        services.AddSingleton<VinDirectory>();
        services.AddSingleton<VehicleStore>();
        services.AddSingleton<VehicleFinder>();
        services.AddSingleton<VehicleChanges>();
        services.AddSingleton<VehicleEdits>();
        services.AddSingleton<EcuUnlocks>();
        services.AddSingleton<ImportStore>();
        services.AddSingleton<VehicleImporter>();
        services.AddSingleton<VehicleImports>();
    }

    public static void MapVehicles(this WebApplication app) => app.MapGrpcService<VehiclesService>();
}

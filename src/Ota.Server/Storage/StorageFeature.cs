namespace Ota.Server.Storage;

internal static class StorageFeature
{
    public static void AddStorage(this IServiceCollection services, Database database) => services.AddSingleton(database);
}

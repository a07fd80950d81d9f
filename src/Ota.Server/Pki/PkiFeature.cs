namespace Ota.Server.Pki;

internal static class PkiFeature
{
    public static void AddPki(this IServiceCollection services, ServerPki pki) => services.AddSingleton(pki);
}

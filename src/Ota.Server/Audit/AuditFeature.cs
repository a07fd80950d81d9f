using System.Security.Cryptography;

namespace Ota.Server.Audit;

internal static class AuditFeature
{
    public static void AddAudit(this IServiceCollection services)
    {
        services.AddSingleton(RandomNumberGenerator.Create());
        services.AddSingleton<AuditStore>();
        services.AddSingleton<AuditTrail>();
    }
}

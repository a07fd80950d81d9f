using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Telemetry.TroubleCodes;

internal static class TroubleCodesFeature
{
    /// <summary>The service's methods are part of telemetry's.</summary>
    public static void AddTroubleCodes(this IServiceCollection services)
    {
        services.AddSingleton(TroubleCodeLimits.Default);
        services.AddSingleton<TroubleCodeStore>();
        services.AddSingleton<TroubleCodeMetrics>();
        services.AddSingleton<TroubleCodeReads>();
        services.AddSingleton<IUpHandler, TroubleCodeHandler>();
    }
}

namespace Ota.Server.Telemetry.Sinks;

internal static class SinksFeature
{
    public static void AddSinks(this IServiceCollection services, SinksOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<SinksMetrics>();
        services.AddSingleton<TelemetrySinks>();
        services.AddSingleton<ITelemetrySink>(all => all.GetRequiredService<TelemetrySinks>());
        if (options.Targets.Count == 0) return;
        services.AddHostedService<SinksWorker>();
        services.AddHealthChecks().AddCheck<SinksTakeTelemetry>("sinks");
    }
}

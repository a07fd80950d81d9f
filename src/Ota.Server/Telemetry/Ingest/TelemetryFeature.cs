using Ota.Core.Telemetry.Catalogue;
using Ota.Server.Hosting;
using Ota.Server.Telemetry.History;
using Ota.Server.Telemetry.Sinks;

namespace Ota.Server.Telemetry.Ingest;

internal static class TelemetryFeature
{
    public static void AddTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(SeedCatalogue.Catalogue);
        services.AddSingleton<TelemetryIntake>();
        services.AddSingleton<VehicleWindows>();
        services.AddSingleton(MarkOf);
        services.AddSingleton(Open);
        services.AddSingleton<BootClocks>();
        services.AddSingleton<TelemetryMetrics>();
        services.AddSingleton<Quarantine>();
        services.AddSingleton<SinkFeed>();
        services.AddSingleton<TelemetryFeed>();
        services.AddSingleton<BirthWatch>();
        services.AddSingleton<TelemetryFollowers>();
        services.AddSingleton<HistoryAppends>();
        services.AddSingleton<TelemetryIngest>();
        services.AddSingleton<TelemetryReads>();
        services.AddSingleton<TelemetryWatching>();
        services.AddHostedService<TelemetryWorker>();
        services.AddHostedService<SinkFollower>();
        services.AddHealthChecks().AddCheck<HistoryReady>("telemetry");
    }

    public static void MapTelemetry(this WebApplication app) => app.MapGrpcService<TelemetryService>();

    private static JournalMark MarkOf(IServiceProvider services)
    {
        if (services.GetRequiredService<SinksOptions>().Targets.Count == 0) return JournalMark.None;
        string path = Path.Combine(services.GetRequiredService<HostingOptions>().Data, "sinks", "mark");
        long now = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        try
        {
            return JournalMark.Open(path, now, services.GetRequiredService<ILogger<JournalMark>>());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The file {path} cannot be used ({e.Message}): give this user the right to write there.", e);
        }
    }

    private static ITelemetryHistory Open(IServiceProvider services)
    {
        string folder = Path.Combine(services.GetRequiredService<HostingOptions>().Data, "telemetry");
        VehicleWindows windows = services.GetRequiredService<VehicleWindows>();
        try
        {
            EmbeddedHistory history = EmbeddedHistory.Open(
                folder, services.GetRequiredService<TelemetryOptions>().History, windows, services.GetRequiredService<JournalMark>(),
                services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<EmbeddedHistory>>());
            windows.BeginCounting();
            return history;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The folder {folder} cannot be used ({e.Message}): give this user the right to write there.", e);
        }
        catch (SqliteFailure e)
        {
            throw new StartException(e.Message, e);
        }
    }
}

using Microsoft.Extensions.Logging.Console;

namespace Ota.Server.Hosting;

internal static class HostingFeature
{
    public static void AddHosting(
        this WebApplicationBuilder builder, HostingOptions options, Listeners listeners, HostSurroundings surroundings)
    {
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(listeners);
        builder.Services.AddSingleton(surroundings.Time);
        builder.Services.AddSingleton(new ServerClock(surroundings.Time)); // Made now: its making is the start.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(listeners.Configure);
        // Addresses come from our settings alone; ASPNETCORE_URLS and the like would only earn a warning.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, null);
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, null);
        builder.WebHost.UseSetting(WebHostDefaults.HttpsPortsKey, null);
        AddLog(builder.Logging, options, surroundings.Log);
    }

    public static void MapHosting(this WebApplication app)
    {
        app.UseRouting();
        app.UseMiddleware<ListenerGate>();
    }

    private static void AddLog(ILoggingBuilder logging, HostingOptions options, ILoggerProvider? instead)
    {
        logging.ClearProviders();
        logging.AddFilter("Microsoft", LogLevel.Warning);
        if (instead is not null)
        {
            logging.AddProvider(instead);
            return;
        }

        // Everything on stderr: stdout is for the one line that says where the server listens.
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (options.JsonLog)
        {
            logging.AddJsonConsole(json => (json.TimestampFormat, json.UseUtcTimestamp) = ("yyyy-MM-ddTHH:mm:ss.fffZ", true));
            return;
        }

        logging.AddSimpleConsole(text =>
        {
            (text.TimestampFormat, text.UseUtcTimestamp) = ("yyyy-MM-ddTHH:mm:ss.fffZ ", true);
            (text.SingleLine, text.ColorBehavior) = (true, LoggerColorBehavior.Disabled);
        });
    }
}

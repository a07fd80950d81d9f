using Ota.Server.Audit;
using Ota.Server.Bridge;
using Ota.Server.Bundles.Artifacts;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Repository;
using Ota.Server.Bundles.Staging;
using Ota.Server.Health;
using Ota.Server.Hosting;
using Ota.Server.Metrics;
using Ota.Server.Operators;
using Ota.Server.Pki;
using Ota.Server.Rollouts;
using Ota.Server.Rollouts.Jobs;
using Ota.Server.Settings;
using Ota.Server.Storage;
using Ota.Server.SystemInfo;
using Ota.Server.Telemetry.Ingest;
using Ota.Server.Telemetry.Sinks;
using Ota.Server.Telemetry.TroubleCodes;
using Ota.Server.Vehicles;
using Ota.Server.Vehicles.Contacts;
using Ota.Server.Vehicles.Enrolment;

namespace Ota.Server;

/// <summary>Lists the features.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => OtaHost.RunAsync(args, new HostSurroundings());

    public static WebApplication Build(ServerOptions options, Database database, ServerPki pki, HostSurroundings surroundings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.AddHosting(options.Hosting, new Listeners(options.Hosting, pki), surroundings);
        builder.Services.AddStorage(database);
        builder.Services.AddPki(pki);
        builder.Services.AddAudit();
        builder.Services.AddOperators(options.Operators);
        builder.Services.AddSystemInfo();
        builder.Services.AddVehicles();
        builder.Services.AddContacts();
        builder.Services.AddTelemetry(options.Telemetry);
        builder.Services.AddTroubleCodes();
        builder.Services.AddEnrolment(options.Enrolment);
        builder.Services.AddBridge(options.Bridge, options.Upstream);
        builder.Services.AddArtifacts(options.Artifacts);
        builder.Services.AddRepository();
        builder.Services.AddBundles();
        builder.Services.AddDirector();
        builder.Services.AddRollouts(options.Rollouts);
        builder.Services.AddRolloutsService();
        builder.Services.AddJobs();
        builder.Services.AddSinks(options.Sinks);
        builder.Services.AddHealth(options.Health);
        builder.Services.AddMetrics(options.Metrics);
        surroundings.Services?.Invoke(builder.Services);

        WebApplication app = builder.Build();
        app.MapHosting();
        app.MapOperators();
        app.MapSystemInfo();
        app.MapVehicles();
        app.MapEnrolment();
        app.MapBridge();
        app.MapDevelopmentWebSocket();
        app.MapTelemetry();
        app.MapArtifacts();
        app.MapRepository();
        app.MapBundles();
        app.MapDirector();
        app.MapRolloutsService();
        app.MapHealth();
        app.MapMetrics();
        return app;
    }
}

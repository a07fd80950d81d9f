using System.Net;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ota.Cli.Tests.Rollouts;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Ota.Cli.Tests.Doctor;

/// <summary>A fake account over our own gRPC server, with its true health service and its true clock.</summary>
internal sealed class DoctorServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DoctorServer(WebApplication app, FakeSystem system)
    {
        _app = app;
        System = system;
    }

    public FakeSystem System { get; }

    public string Url => $"https://127.0.0.1:{new Uri(_app.Urls.Single()).Port}";

    public static async Task<DoctorServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(tls =>
        {
            tls.ServerCertificate = Pki.Server;
            tls.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            tls.AllowAnyClientCertificate();
        }).Protocols = HttpProtocols.Http2));
        FakeSystem system = new();
        builder.Services.AddSingleton(system);
        builder.Services.AddGrpc();
        builder.Services.AddGrpcHealthChecks();
        WebApplication app = builder.Build();
        app.MapGrpcService<FakeSystem>();
        app.MapGrpcHealthChecksService();
        await app.StartAsync();
        return new DoctorServer(app, system);
    }

    public void SayNotReady() => _app.Services.GetRequiredService<HealthServiceImpl>().SetStatus("", ServingStatus.NotServing);

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

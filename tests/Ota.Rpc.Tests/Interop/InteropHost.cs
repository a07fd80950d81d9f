using System.Collections.Concurrent;
using System.Net;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ota.Rpc.Tests.Interop.Wire;
using Ota.Testing;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Ota.Rpc.Tests.Interop;

/// <summary>Our server with the interop service, health and reflection, on three ports: plain, TLS and mutual TLS.</summary>
public sealed class InteropHost : IAsyncLifetime
{
    public const string WatchedService = "grpc.testing.Watched";

    private readonly ConcurrentQueue<WireTap> _connections = new();
    private readonly WebApplication _application;

    public InteropHost()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new TestLog());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Listen);
        builder.Services.AddGrpc();
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks();
        _application = builder.Build();
        _application.MapGrpcService<InteropService>();
        _application.MapGrpcReflectionService();
        _application.MapGrpcHealthChecksService();
        SetHealth(ServingStatus.Serving);
    }

    public ThrowAwayCa Ca { get; } = new();

    public int PlainPort { get; private set; }

    public int TlsPort { get; private set; }

    public int MutualTlsPort { get; private set; }

    /// <summary>The newest connection that has reached the server.</summary>
    internal WireTap LastConnection => _connections.Last();

    public void SetHealth(ServingStatus status) => _application.Services.GetRequiredService<HealthServiceImpl>().SetStatus(WatchedService, status);

    public async Task InitializeAsync()
    {
        await _application.StartAsync();
        int[] ports = [.. _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>()
            .Addresses.Select(address => new Uri(address).Port)];
        (PlainPort, TlsPort, MutualTlsPort) = (ports[0], ports[1], ports[2]);
    }

    /// <summary>Stops as SIGTERM would: calls in flight may end, new ones are refused.</summary>
    public Task StopAsync() => _application.StopAsync();

    public async Task DisposeAsync()
    {
        TestLog log = _application.Services.GetServices<ILoggerProvider>().OfType<TestLog>().Single();
        await _application.DisposeAsync();
        Ca.Dispose();
        log.ThrowIfErrors();
    }

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.Listen(IPAddress.Loopback, 0, Tap);
        kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.UseHttps(Ca.Server);
            Tap(listen);
        });
        kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = Ca.Server,
                ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                ClientCertificateValidation = (certificate, _, _) => Ca.Issued(certificate),
            });
            Tap(listen);
        });
    }

    private void Tap(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http2;
        listen.Use(next => connection =>
        {
            WireTap tap = new();
            _connections.Enqueue(tap);
            connection.Features.Set(tap);
            connection.Transport = new TappedPipes(connection.Transport, tap);
            return next(connection);
        });
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ota.Cli.Tests.Rollouts;

/// <summary>Fake services over our own gRPC server: one port without TLS for tokens, one with TLS for certificates.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    // So small that a client that does not wait for its reader would be noticed.
    private const int Window = 65_535;

    private readonly WebApplication _app;

    private FakeServer(WebApplication app, FakeRollouts rollouts, FakeBundles bundles)
    {
        _app = app;
        Rollouts = rollouts;
        Bundles = bundles;
        Plain = Address("http");
        Secure = Address("https");
    }

    public FakeRollouts Rollouts { get; }

    public FakeBundles Bundles { get; }

    public string Plain { get; }

    public string Secure { get; }

    public static async Task<FakeServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.InitialStreamWindowSize = Window;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(tls =>
            {
                tls.ServerCertificate = Pki.Server;
                tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                tls.AllowAnyClientCertificate();
            }).Protocols = HttpProtocols.Http2);
        });
        FakeRollouts rollouts = new();
        FakeBundles bundles = new();
        builder.Services.AddSingleton(rollouts).AddSingleton(bundles);
        builder.Services.AddGrpc();
        WebApplication app = builder.Build();
        app.MapGrpcService<FakeRollouts>();
        app.MapGrpcService<FakeBundles>();
        await app.StartAsync();
        return new FakeServer(app, rollouts, bundles);
    }

    /// <summary>Ends the server as a restart would.</summary>
    public async Task StopAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync(); // Calls that a test left open are cut off.
        await _app.StopAsync(now.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }

    private string Address(string scheme) => $"{scheme}://127.0.0.1:{_app.Urls.Select(url => new Uri(url)).Single(url => url.Scheme == scheme).Port}";
}

using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ota.Rpc.Tests.Client;

/// <summary>Our own server half on Kestrel, on a free port.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LiveServer(WebApplication app, CallsHandlers handlers, string scheme)
    {
        _app = app;
        Handlers = handlers;
        Address = $"{scheme}://127.0.0.1:{new Uri(app.Urls.First()).Port}";
    }

    public CallsHandlers Handlers { get; }

    public string Address { get; }

    public static async Task<LiveServer> StartAsync(
        Action<HttpsConnectionAdapterOptions>? tls = null, Action<GrpcServiceOptions>? options = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (tls is not null)
                listen.UseHttps(tls);
        }));
        CallsHandlers handlers = new();
        builder.Services.AddSingleton(handlers);
        builder.Services.AddGrpc(options ?? (_ => { }));
        WebApplication app = builder.Build();
        app.MapGrpcService<CallsService>();
        await app.StartAsync();
        return new LiveServer(app, handlers, tls is null ? "http" : "https");
    }

    public GrpcChannel Channel(GrpcChannelOptions? options = null) => GrpcChannel.ForAddress(Address, options ?? new GrpcChannelOptions());

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync(); // Calls that a test left open are cut off.
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

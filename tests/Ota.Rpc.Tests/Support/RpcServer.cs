using System.Net;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ota.Testing;

namespace Ota.Rpc.Tests.Support;

/// <summary>The echo service on a real Kestrel: one port speaks HTTP/2 without TLS, one only HTTP/1.1.</summary>
internal sealed class RpcServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RpcServer(WebApplication app)
    {
        _app = app;
        Ports = [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
            .Select(address => new Uri(address).Port)];
    }

    /// <summary>HTTP/2 without TLS, HTTP/1.1, and whatever else the test listens on.</summary>
    public IReadOnlyList<int> Ports { get; }

    public int Port => Ports[0];

    public int Http1Port => Ports[1];

    public EchoScript Script => Services.GetRequiredService<EchoScript>();

    public TestLog Log => Services.GetRequiredService<TestLog>();

    public IServiceProvider Services => _app.Services;

    public static async Task<RpcServer> StartAsync(
        Action<GrpcServiceOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        Action<KestrelServerOptions>? kestrel = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            server.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel?.Invoke(server);
        });
        TestLog log = new();
        builder.Services.AddSingleton(log).AddSingleton<EchoScript>().AddLogging(logging => logging.AddProvider(log));
        builder.Services.AddGrpc(options ?? (_ => { }));
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<EchoService>();
        map?.Invoke(app);
        await app.StartAsync();
        return new RpcServer(app);
    }

    public RpcClient Client() => new(Port);

    /// <summary>Whatever a peer did before: the next call is served and nothing was logged as an error.</summary>
    public async Task ShouldStillServeAsync()
    {
        Script.Unary = (request, _) => Task.FromResult(request);
        using RpcClient client = Client();
        RpcAnswer answer = await client.UnaryAsync(new EchoMessage { Text = "still there" });
        answer.StatusCode.Should().Be(Grpc.Core.StatusCode.OK);
        answer.Messages.Should().ContainSingle().Which.Text.Should().Be("still there");
        Log.ThrowIfErrors();
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new(TimeSpan.FromSeconds(1)); // Calls that a test left hanging are cut.
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

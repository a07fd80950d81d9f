using System.Collections.Concurrent;
using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Ota.Rpc.Tests.Client;

/// <summary>
/// A server without any gRPC code: the test writes status, headers, bytes and trailers itself, so that an error of ours on one
/// side cannot hide behind the same error on the other.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedServer(WebApplication app, string scheme)
    {
        _app = app;
        Address = $"{scheme}://127.0.0.1:{new Uri(app.Urls.First()).Port}";
    }

    public string Address { get; }

    /// <summary>The headers of every request, in order of arrival.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Requests { get; } = new();

    public static async Task<ScriptedServer> StartAsync(
        Func<HttpContext, Task> script, HttpProtocols protocols = HttpProtocols.Http2, bool tls = false, int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = protocols;
                if (tls)
                    listen.UseHttps(TestPki.Instance.Server);
            });
        });
        WebApplication app = builder.Build();
        ScriptedServer? server = null;
        app.Run(http =>
        {
            server!.Requests.Enqueue(http.Request.Headers.ToDictionary(
                header => header.Key.ToLowerInvariant(), header => header.Value.ToString()));
            return script(http);
        });
        await app.StartAsync();
        return server = new ScriptedServer(app, tls ? "https" : "http");
    }

    public GrpcChannel Channel(GrpcChannelOptions? options = null) => GrpcChannel.ForAddress(Address, options ?? new GrpcChannelOptions());

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ota.EndToEnd.Attacks;

/// <summary>Stands between client and server: below /honest everything passes, below /evil an attack changes it.</summary>
internal sealed class EvilProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _server;

    private EvilProxy(string server)
    {
        _server = new HttpClient { BaseAddress = new Uri(server) };
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>From the path below the server and its reply to what the client gets instead.</summary>
    public Func<string, Reply, Reply> Attack { get; set; } = (_, reply) => reply;

    /// <summary>Everything that the server gave through here, by path.</summary>
    public ConcurrentDictionary<string, byte[]> Seen { get; } = [];

    public static async Task<EvilProxy> StartAsync(string server)
    {
        EvilProxy proxy = new(server);
        await proxy._app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _server.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        string[] parts = http.Request.Path.Value!.Split('/', 3);
        string path = "/" + parts[2];
        Reply reply = await GetAsync(path, http.RequestAborted);
        if (reply.IsFound) Seen[path] = reply.Body;
        if (parts[1] == "evil") reply = Attack(path, reply);
        http.Response.StatusCode = reply.Status;
        if (!reply.IsEndless) http.Response.ContentLength = reply.Body.Length;
        try
        {
            await http.Response.Body.WriteAsync(reply.Body, http.RequestAborted);
            if (reply.IsEndless) await WriteEndlesslyAsync(http, reply.Body);
        }
        catch (OperationCanceledException)
        {
            // The client hung up, as it should.
        }
    }

    private async Task<Reply> GetAsync(string path, CancellationToken stop)
    {
        using HttpResponseMessage response = await _server.GetAsync(path, stop);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(stop));
    }

    // Until the client hangs up; one that never does is ended with its test.
    private static async Task WriteEndlesslyAsync(HttpContext http, byte[] body)
    {
        while (!http.RequestAborted.IsCancellationRequested)
        {
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
            await Task.Yield();
        }
    }
}

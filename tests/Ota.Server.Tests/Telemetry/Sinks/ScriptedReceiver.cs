using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ota.Server.Tests.Telemetry.Sinks;

/// <summary>An HTTP server that answers as the test says, request by request, and keeps what it was sent; 204 once the script is over.</summary>
internal sealed class ScriptedReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<ReceivedRequest> _requests = Channel.CreateUnbounded<ReceivedRequest>();

    private ScriptedReceiver(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <summary>Answers to come, in order; each gets the request.</summary>
    public ConcurrentQueue<Func<ReceivedRequest, ScriptedReply>> Script { get; } = [];

    public static async Task<ScriptedReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        ScriptedReceiver receiver = new(app);
        app.Urls.Add("http://127.0.0.1:0");
        app.MapFallback(receiver.AnswerAsync);
        await app.StartAsync();
        return receiver;
    }

    public void Then(int status, string body = "", string? retryAfter = null) => Script.Enqueue(_ => new ScriptedReply(status, body, retryAfter));

    /// <summary>The next request that arrived, or arrives.</summary>
    public async Task<ReceivedRequest> NextAsync() => await _requests.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using MemoryStream body = new();
        bool isGzip = http.Request.Headers.ContentEncoding == "gzip";
        await (isGzip ? new GZipStream(http.Request.Body, CompressionMode.Decompress) : http.Request.Body).CopyToAsync(body);
        ReceivedRequest request = new(
            http.Request.Method, $"{http.Request.Path}{http.Request.QueryString}", http.Request.Headers.Authorization.ToString(), isGzip,
            Encoding.UTF8.GetString(body.ToArray()));
        ScriptedReply reply = Script.TryDequeue(out Func<ReceivedRequest, ScriptedReply>? answer) ? answer(request) : new ScriptedReply(204);
        _requests.Writer.TryWrite(request);
        http.Response.StatusCode = reply.Status;
        if (reply.RetryAfter is not null) http.Response.Headers.RetryAfter = reply.RetryAfter;
        if (reply.Body.Length > 0) await http.Response.WriteAsync(reply.Body);
    }
}

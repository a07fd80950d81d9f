using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>The HTTP calls to one receiver; each is one attempt.</summary>
internal sealed class SinkClient : IDisposable
{
    private const int MaxReply = 4096;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // A batch that followed a redirect would become a GET.
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // Names may move to other addresses.
        MaxConnectionsPerServer = 2,
        UseCookies = false,
        UseProxy = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // The pipeline around it has the clock.
    };

    private readonly SinkTarget _target;
    private readonly SinkCredentials _credentials;
    private readonly TimeProvider _time;

    public SinkClient(SinkTarget target, TimeProvider time)
    {
        _target = target;
        _credentials = new SinkCredentials(target);
        _time = time;
    }

    /// <exception cref="HttpRequestException">The receiver cannot be reached.</exception>
    public async Task<SinkReply> WriteAsync(ReadOnlyMemory<byte> lines, bool isGzip, CancellationToken stop)
    {
        SinkReply reply = await PostLinesAsync(lines, isGzip, stop);
        if (reply.Kind == SinkReplyKind.NoDatabase)
        {
            if (await CreateDatabaseAsync(stop) is { } problem) return problem;
            reply = await PostLinesAsync(lines, isGzip, stop);
            if (reply.Kind == SinkReplyKind.NoDatabase) return reply with { Kind = SinkReplyKind.TryLater };
        }
        if (reply.Kind == SinkReplyKind.Refused) _credentials.Forget();
        return reply;
    }

    /// <summary>Since when the receiver runs: null if it does not tell.</summary>
    /// <exception cref="HttpRequestException">The receiver cannot be reached.</exception>
    public async Task<string?> RunsSinceAsync(CancellationToken stop)
    {
        const string Name = "vm_app_start_timestamp";
        using HttpRequestMessage request = new(HttpMethod.Get, _target.MetricsUrl);
        request.Headers.Authorization = _credentials.Header();
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (!response.IsSuccessStatusCode) return null;
        using StreamReader text = new(await response.Content.ReadAsStreamAsync(stop));
        const int MostLines = 20_000;
        for (int i = 0; i < MostLines && await text.ReadLineAsync(stop) is { } line; i++)
        {
            if (line.StartsWith(Name, StringComparison.Ordinal)) return line[Name.Length..].Trim();
        }
        return null;
    }

    public void Dispose() => _http.Dispose();

    private async Task<SinkReply> PostLinesAsync(ReadOnlyMemory<byte> lines, bool isGzip, CancellationToken stop)
    {
        using ReadOnlyMemoryContent content = new(lines);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        if (isGzip) content.Headers.ContentEncoding.Add("gzip");
        return await PostAsync(_target.WriteUrl, content, stop);
    }

    /// <returns>Null when the database is there.</returns>
    private async Task<SinkReply?> CreateDatabaseAsync(CancellationToken stop)
    {
        string name = _target.Database!.Replace("\\", "\\\\").Replace("\"", "\\\"");
        using FormUrlEncodedContent content = new([new("q", string.Create(CultureInfo.InvariantCulture, $"CREATE DATABASE \"{name}\""))]);
        SinkReply reply = await PostAsync(_target.QueryUrl, content, stop);
        return reply.Kind == SinkReplyKind.Accepted ? null
            : reply.Kind == SinkReplyKind.TryLater ? reply
            : reply with { Kind = SinkReplyKind.Refused };
    }

    private async Task<SinkReply> PostAsync(Uri url, HttpContent content, CancellationToken stop)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, url) { Content = content };
        try
        {
            request.Headers.Authorization = _credentials.Header();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return new SinkReply(SinkReplyKind.Refused, $"the secret cannot be read: {e.Message}");
        }
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        SinkReply reply = SinkReply.Of(_target.Kind, response, await ReadAsync(response, stop), _time.GetUtcNow());
        return reply;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        byte[] buffer = new byte[MaxReply];
        Stream body = await response.Content.ReadAsStreamAsync(stop);
        int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}

namespace Ota.Cli.Connection;

/// <summary>Keeps what time the server said it was in its last answer, by HTTP's header, which gRPC does not hand on.</summary>
internal sealed class ServerDate(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>In whole seconds; null before an answer, or when the server does not tell.</summary>
    public DateTimeOffset? Last { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        Last = response.Headers.Date;
        return response;
    }
}

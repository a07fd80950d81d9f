namespace Grpc.Core;

/// <summary>What a handler knows of the call that it serves, and what it can add to the answer.</summary>
public abstract class ServerCallContext
{
    private Dictionary<object, object>? _userState;

    /// <summary>The path of the call, e.g. <c>/ota.v1.System/GetStatus</c>.</summary>
    public string Method => MethodCore;

    /// <summary>The authority that the caller asked for.</summary>
    public string Host => HostCore;

    /// <summary>The caller's address as <c>ipv4:…</c>, <c>ipv6:[…]:…</c> or <c>unix:…</c>.</summary>
    public string Peer => PeerCore;

    /// <summary>When the caller stops waiting, UTC; <see cref="DateTime.MaxValue"/> if never.</summary>
    public DateTime Deadline => DeadlineCore;

    /// <summary>The caller's metadata, without the headers that belong to the protocol.</summary>
    public Metadata RequestHeaders => RequestHeadersCore;

    /// <summary>Fires when the caller cancels, the deadline passes or the connection is lost.</summary>
    public CancellationToken CancellationToken => CancellationTokenCore;

    /// <summary>Metadata to send after the last message.</summary>
    public Metadata ResponseTrailers => ResponseTrailersCore;

    /// <summary>The outcome to send; handlers that fail rather throw <see cref="RpcException"/>.</summary>
    public Status Status
    {
        get => StatusCore;
        set => StatusCore = value;
    }

    /// <summary>How the next response messages are sent.</summary>
    public WriteOptions? WriteOptions
    {
        get => WriteOptionsCore;
        set => WriteOptionsCore = value;
    }

    /// <summary>Who the caller's client certificate says it is.</summary>
    public AuthContext AuthContext => AuthContextCore;

    /// <summary>Room for interceptors to pass things on.</summary>
    public IDictionary<object, object> UserState => UserStateCore;

    /// <summary>Behind <see cref="Method"/>.</summary>
    protected abstract string MethodCore { get; }

    /// <summary>Behind <see cref="Host"/>.</summary>
    protected abstract string HostCore { get; }

    /// <summary>Behind <see cref="Peer"/>.</summary>
    protected abstract string PeerCore { get; }

    /// <summary>Behind <see cref="Deadline"/>.</summary>
    protected abstract DateTime DeadlineCore { get; }

    /// <summary>Behind <see cref="RequestHeaders"/>.</summary>
    protected abstract Metadata RequestHeadersCore { get; }

    /// <summary>Behind <see cref="CancellationToken"/>.</summary>
    protected abstract CancellationToken CancellationTokenCore { get; }

    /// <summary>Behind <see cref="ResponseTrailers"/>.</summary>
    protected abstract Metadata ResponseTrailersCore { get; }

    /// <summary>Behind <see cref="Status"/>.</summary>
    protected abstract Status StatusCore { get; set; }

    /// <summary>Behind <see cref="WriteOptions"/>.</summary>
    protected abstract WriteOptions? WriteOptionsCore { get; set; }

    /// <summary>Behind <see cref="AuthContext"/>.</summary>
    protected abstract AuthContext AuthContextCore { get; }

    /// <summary>Behind <see cref="UserState"/>.</summary>
    protected virtual IDictionary<object, object> UserStateCore => _userState ??= [];

    /// <summary>Sends the response headers now, before any message.</summary>
    /// <param name="responseHeaders">Metadata to send with them.</param>
    /// <exception cref="InvalidOperationException">The headers were sent before.</exception>
    public Task WriteResponseHeadersAsync(Metadata responseHeaders) => WriteResponseHeadersAsyncCore(responseHeaders);

    /// <summary>A token with which a client call made here inherits this call's deadline and cancellation.</summary>
    /// <param name="options">What is inherited; null is both.</param>
    public ContextPropagationToken CreatePropagationToken(ContextPropagationOptions? options = null) =>
        CreatePropagationTokenCore(options);

    /// <summary>Behind <see cref="WriteResponseHeadersAsync"/>.</summary>
    protected abstract Task WriteResponseHeadersAsyncCore(Metadata responseHeaders);

    /// <summary>Behind <see cref="CreatePropagationToken"/>.</summary>
    protected abstract ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options);
}

using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grpc.Net.Client;

/// <summary>A channel to one address over HTTP/2. Make one and keep it: it holds the connections. Thread-safe.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly ConcurrentDictionary<IMethod, MethodPlan> _plans = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly HttpMessageInvoker _http;
    private readonly GrpcChannelOptions _options;
    private readonly bool _disposesHttp;
    private readonly CallInvoker _invoker;

    private GrpcChannel(Uri address, GrpcChannelOptions options) : base(address.Authority)
    {
        Address = address;
        _options = options;
        Retries = new RetryPlans(options);
        ChannelSecurity security = ChannelSecurity.Of(options.Credentials, address);
        CallCredentials = security.CallCredentials;
        _disposesHttp = options.DisposeHttpClient || (options.HttpClient is null && options.HttpHandler is null);
        _http = security.CreateHttp(options);
        Compressions = options.CompressionProviders is null ? CompressionProviders.Default : new CompressionProviders(options.CompressionProviders);
        Log = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<GrpcChannel>();
        _invoker = new ChannelCallInvoker(this);
    }

    internal Uri Address { get; }

    internal HttpMessageInvoker Http => _http;

    internal GrpcChannelOptions Options => _options;

    internal IReadOnlyList<CallCredentials> CallCredentials { get; }

    internal CompressionProviders Compressions { get; }

    internal RetryPlans Retries { get; }

    internal ILogger Log { get; }

    internal TimeProvider Time => _options.Time;

    /// <summary>Fires when the channel is disposed of: it takes every call under way with it.</summary>
    internal CancellationToken Closed => _closed.Token;

    internal bool IsClosed { get; private set; }

    /// <summary>Makes a channel. No connection is made before the first call.</summary>
    /// <param name="address">E.g. <c>https://localhost:8443</c>.</param>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>Makes a channel. No connection is made before the first call.</summary>
    /// <param name="address">E.g. <c>https://localhost:8443</c>.</param>
    /// <param name="channelOptions">How it behaves.</param>
    /// <exception cref="ArgumentException">The address is not an http or https address.</exception>
    /// <exception cref="InvalidOperationException">The options contradict each other.</exception>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            ? ForAddress(uri, channelOptions)
            : throw new ArgumentException($"'{address}' is no address: write https://host:port or http://host:port.", nameof(address));

    /// <summary>Makes a channel. No connection is made before the first call.</summary>
    /// <param name="address">E.g. <c>https://localhost:8443</c>.</param>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>Makes a channel. No connection is made before the first call.</summary>
    /// <param name="address">E.g. <c>https://localhost:8443</c>.</param>
    /// <param name="channelOptions">How it behaves.</param>
    /// <exception cref="ArgumentException">The address is not an http or https address.</exception>
    /// <exception cref="InvalidOperationException">The options contradict each other.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? new GrpcChannel(address, channelOptions)
            : throw new ArgumentException($"'{address}' is no address: write https://host:port or http://host:port.", nameof(address));
    }

    /// <inheritdoc />
    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return _invoker;
    }

    /// <summary>Ends the channel; calls under way are cancelled.</summary>
    public void Dispose()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        _closed.Cancel();
        if (_disposesHttp)
            _http.Dispose();
    }

    internal MethodPlan Plan(IMethod method) => _plans.GetOrAdd(method, static (found, channel) => MethodPlan.For(found, channel), this);

    /// <inheritdoc />
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }
}

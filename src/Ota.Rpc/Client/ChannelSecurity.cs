using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>A channel's credentials, taken apart: whether it is TLS, with which certificates, and what every call carries.</summary>
internal sealed class ChannelSecurity : ChannelCredentialsConfiguratorBase
{
    // Pings on idle streams find dead connections. More often than every five minutes would be a strike with servers that
    // keep gRPC's default enforcement (gRFC A8); an application that knows its server sets its own handler.
    private static readonly TimeSpan PingDelay = TimeSpan.FromMinutes(5.5);

    private readonly List<CallCredentials> _calls = [];
    private bool? _secure;
    private SslClientAuthenticationOptions? _tls;

    public IReadOnlyList<CallCredentials> CallCredentials => _calls;

    /// <exception cref="InvalidOperationException">The credentials and the address contradict each other.</exception>
    public static ChannelSecurity Of(ChannelCredentials? credentials, Uri address)
    {
        ChannelSecurity security = new();
        credentials?.InternalPopulateConfiguration(security, null);
        bool https = address.Scheme == Uri.UriSchemeHttps;
        return security._secure is null || security._secure == https
            ? security
            : throw new InvalidOperationException(https
                ? $"The credentials are insecure, the address {address} is https: use ChannelCredentials.SecureSsl or an http address."
                : $"The credentials need TLS, the address {address} is http: use an https address or ChannelCredentials.Insecure.");
    }

    public override void SetInsecureCredentials(object? state) => _secure = false;

    public override void SetSslCredentials(
        object? state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback)
    {
        _secure = true;
        if (rootCertificates is null && keyCertificatePair is null && verifyPeerCallback is null)
            return;
        _tls = new SslClientAuthenticationOptions();
        if (rootCertificates is not null)
            _tls.CertificateChainPolicy = TrustOnly(rootCertificates);
        if (keyCertificatePair is not null)
            _tls.ClientCertificateContext = ClientCertificate(keyCertificatePair);
        if (verifyPeerCallback is not null)
            _tls.RemoteCertificateValidationCallback = (sender, certificate, _, errors) => errors == SslPolicyErrors.None
                && verifyPeerCallback(new VerifyPeerContext((sender as SslStream)?.TargetHostName ?? "", ((X509Certificate2)certificate!).ExportCertificatePem()));
    }

    public override void SetCompositeCredentials(object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        channelCredentials.InternalPopulateConfiguration(this, null);
        _calls.Add(callCredentials);
    }

    /// <exception cref="InvalidOperationException">Certificates are given where the handler is the caller's own.</exception>
    public HttpMessageInvoker CreateHttp(GrpcChannelOptions options)
    {
        if (options.HttpClient is not null && options.HttpHandler is not null)
            throw new InvalidOperationException("Set HttpClient or HttpHandler, not both.");
        if (_tls is not null && (options.HttpClient ?? (object?)options.HttpHandler) is not null)
            throw new InvalidOperationException("Certificates belong to the handler: set them on HttpHandler.SslOptions, not in SslCredentials.");
        if (options.HttpClient is not null)
            return options.HttpClient;
        return new HttpMessageInvoker(options.HttpHandler ?? CreateHandler(), disposeHandler: options.HttpHandler is null || options.DisposeHttpClient);
    }

    private SocketsHttpHandler CreateHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = System.Diagnostics.DistributedContextPropagator.Current,
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = PingDelay,
        KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
        SslOptions = _tls ?? new SslClientAuthenticationOptions(),
    };

    private static X509ChainPolicy TrustOnly(string pem)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.ImportFromPem(pem);
        return policy;
    }

    private static SslStreamCertificateContext ClientCertificate(KeyCertificatePair pair)
    {
        X509Certificate2Collection chain = [];
        chain.ImportFromPem(pair.CertificateChain);
        X509Certificate2 leaf = X509Certificate2.CreateFromPem(pair.CertificateChain, pair.PrivateKey);
        return SslStreamCertificateContext.Create(leaf, [.. chain.Skip(1)], offline: true);
    }
}

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace Ota.Simulator.Check;

/// <summary>A channel to the server. What is asked is only read, so it is asked again while a server restarts.</summary>
internal sealed class ServerConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly GrpcChannel _channel;
    private readonly ServerAccess _access;

    /// <exception cref="InvalidDataException">The credential cannot be used on the address.</exception>
    public ServerConnection(ServerAccess access)
    {
        if (access.Server.Scheme == "http" && access.Certificate is not null)
            throw new InvalidDataException("Plain http carries no certificates: use the https address, or a token.");
        _access = access;
        _channel = GrpcChannel.ForAddress(access.Server, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { UseProxy = false, SslOptions = Tls(access) },
            DisposeHttpClient = true,
            ServiceConfig = Retries(),
        });
    }

    public CallInvoker Calls => _channel.CreateCallInvoker();

    public CallOptions Options(CancellationToken stop)
    {
        Metadata headers = [];
        if (_access.Token is { } token) headers.Add("authorization", $"Bearer {token}");
        return new CallOptions(headers, TimeProvider.System.GetUtcNow().Add(Patience).UtcDateTime, stop);
    }

    public void Dispose() => _channel.Dispose();

    private static SslClientAuthenticationOptions Tls(ServerAccess access)
    {
        SslClientAuthenticationOptions tls = new();
        if (access.CaFile is not null)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(access.CaFile);
        }
        if (access.Certificate is null) return tls;
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(access.Certificate);
        X509Certificate2 own = X509Certificate2.CreateFromPemFile(access.Certificate, access.Key);
        tls.ClientCertificateContext = SslStreamCertificateContext.Create(own, [.. chain.Skip(1)], offline: true);
        return tls;
    }

    private static ServiceConfig Retries() => new()
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { new MethodName { Service = "ota.v1.Telemetry", Method = "GetIngestState" } },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = 5,
                    InitialBackoff = TimeSpan.FromMilliseconds(200),
                    MaxBackoff = TimeSpan.FromSeconds(5),
                    BackoffMultiplier = 3,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };
}

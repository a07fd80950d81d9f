using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Ota.Mqtt.Transport;

/// <summary>TLS 1.2 and 1.3 with client certificates, for ports where every peer has one.</summary>
public static class MutualTls
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>
    /// Demands a certificate that one of the given roots has issued, for client authentication and valid now; any other peer does not pass
    /// the handshake. A chain is built once a handshake and against these roots alone, neither the machine's nor the network's.
    /// </summary>
    /// <param name="endpoint">The endpoint, before <c>UseMqtt</c>.</param>
    /// <param name="server">The server's certificate with its key.</param>
    /// <param name="intermediates">What is sent with it, and may stand between a client and a root.</param>
    /// <param name="roots">Who may issue clients' certificates.</param>
    public static ListenOptions UseMutualTls(
        this ListenOptions endpoint,
        X509Certificate2 server,
        X509Certificate2Collection intermediates,
        X509Certificate2Collection roots)
    {
        SslServerAuthenticationOptions options = new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(server, intermediates, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = true,
            CertificateChainPolicy = Policy(intermediates, roots),
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => certificate is not null && errors == SslPolicyErrors.None,
        };
        return endpoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(options) });
    }

    private static X509ChainPolicy Policy(X509Certificate2Collection intermediates, X509Certificate2Collection roots)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // Revoked vehicles are known by the host's own list, at CONNECT.
            DisableCertificateDownloads = true,
        };
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        policy.CustomTrustStore.AddRange(roots);
        policy.ExtraStore.AddRange(intermediates);
        return policy;
    }
}

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Mqtt.Client;

/// <summary>Makes TLS options for the usual case of a fleet: an own certification authority and a certificate for each client.</summary>
public static class MqttClientTls
{
    /// <summary>Options that trust only <paramref name="roots"/> and present <paramref name="clientCertificate"/>.</summary>
    /// <param name="serverName">The name that the server's certificate must have.</param>
    /// <param name="roots">The certification authorities to trust instead of the system's; null: the system's.</param>
    /// <param name="clientCertificate">The client's certificate with its private key, or null.</param>
    public static SslClientAuthenticationOptions Create(
        string serverName, X509Certificate2Collection? roots = null, X509Certificate2? clientCertificate = null)
    {
        SslClientAuthenticationOptions options = new() { TargetHost = serverName };
        if (clientCertificate is not null)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(clientCertificate, null, offline: true);
        if (roots is null)
            return options;
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // A private authority rarely answers; short-lived certificates are the remedy.
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        return options;
    }
}

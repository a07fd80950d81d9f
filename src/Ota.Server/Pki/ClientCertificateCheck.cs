using System.Security.Cryptography.X509Certificates;

namespace Ota.Server.Pki;

/// <summary>
/// Decides in the TLS handshake whether a client certificate is one of ours and in its time. Who it belongs to, and whether it
/// was revoked, is looked up later, per request.
/// </summary>
internal sealed class ClientCertificateCheck(X509Certificate2 root, X509Certificate2Collection intermediates, TimeProvider time)
{
    public bool Accepts(X509Certificate2 certificate)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        chain.ChainPolicy.ApplicationPolicy.Add(CertificateProfile.ClientAuthentication);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // Revocation is in the store, at once and without lists.
        chain.ChainPolicy.DisableCertificateDownloads = true; // A stranger's certificate must not make the server fetch URLs.
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate);
    }
}

using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Cli.Connection;

/// <summary>
/// Accepts a server whose certificate comes from the given CA, or without one from a CA of this machine, and is for its name; else
/// keeps a sentence that says why not.
/// </summary>
internal sealed class ServerTrust(ConnectionSettings settings, string? caPem)
{
    private readonly X509Certificate2Collection? _roots = caPem is null ? null : PemCertificates.Read(caPem, settings.CaFile!);

    /// <summary>Why the last server was refused; null if none was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Until when the last server's certificate is good.</summary>
    public DateTimeOffset? CertificateEnd { get; private set; }

    /// <returns>Null leaves it to the machine.</returns>
    public X509ChainPolicy? CreatePolicy()
    {
        if (_roots is null) return null;
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_roots);
        return policy;
    }

    public bool Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is X509Certificate2 shown) CertificateEnd = new DateTimeOffset(shown.NotAfter);
        Problem = errors == SslPolicyErrors.None ? null : Explain(certificate as X509Certificate2, chain, errors);
        return Problem is null;
    }

    private string Explain(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        string server = settings.Address;
        if (certificate is null) return $"{server} showed no certificate; check the address.";
        X509ChainStatusFlags flags = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? default;
        if (flags.HasFlag(X509ChainStatusFlags.UntrustedRoot) || flags.HasFlag(X509ChainStatusFlags.PartialChain))
        {
            return settings.CaFile is null
                ? $"The certificate of {server} does not come from a CA that this machine trusts; give the server's DIR/pki/root.crt with --ca FILE."
                : $"The certificate of {server} does not come from the CA in {settings.CaFile}; check the address, or get this server's root.crt.";
        }
        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The certificate of {server} is valid from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}, not now; restart the server to renew it, or check this machine's clock.");
        }
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"The certificate of {server} is not for the name {settings.Server.Host}; use a name it was made for, or start the server with --server-name.";
        return $"The certificate of {server} is not acceptable ({flags}); ask the server's admin.";
    }
}

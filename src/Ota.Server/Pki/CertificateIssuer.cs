using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Server.Pki;

/// <summary>Signs certificates with one CA.</summary>
internal sealed class CertificateIssuer(X509Certificate2 ca, TimeProvider time)
{
    // A peer whose clock is a little behind must not find a new certificate "not yet valid".
    private static readonly TimeSpan Backdate = TimeSpan.FromMinutes(5);

    public X509Certificate2 Certificate => ca;

    /// <summary>Signs a root with its own key.</summary>
    public static X509Certificate2 SelfSign(CertificateRequest request, ECDsa key, TimeSpan lifetime, TimeProvider time)
    {
        DateTimeOffset now = time.GetUtcNow();
        return request.Create(request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - Backdate, now + lifetime, NewSerial());
    }

    /// <summary>Signs; the certificate ends no later than the CA itself.</summary>
    public X509Certificate2 Issue(CertificateRequest request, TimeSpan lifetime)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset notBefore = Later(now - Backdate, new DateTimeOffset(ca.NotBefore));
        DateTimeOffset notAfter = Earlier(now + lifetime, new DateTimeOffset(ca.NotAfter));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(ca, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using ECDsa key = ca.GetECDsaPrivateKey()!;
        return request.Create(ca.SubjectName, X509SignatureGenerator.CreateForECDsa(key), notBefore, notAfter, NewSerial());
    }

    /// <summary>
    /// The CA's name and key as a root of its own, to be trusted instead of the root above it: chain building ends at certificates that
    /// are signed by themselves only, and below the true root there are other CAs. Never given out.
    /// </summary>
    public X509Certificate2 ToAnchor()
    {
        using ECDsa key = ca.GetECDsaPrivateKey()!;
        CertificateRequest request = new(ca.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (X509Extension extension in ca.Extensions.Where(extension => extension is not X509AuthorityKeyIdentifierExtension))
            request.CertificateExtensions.Add(extension);
        return request.Create(
            ca.SubjectName, X509SignatureGenerator.CreateForECDsa(key), new DateTimeOffset(ca.NotBefore), new DateTimeOffset(ca.NotAfter), NewSerial());
    }

    private static byte[] NewSerial()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40); // RFC 5280 4.1.2.2: positive; and never shortened by a leading zero.
        return serial;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}

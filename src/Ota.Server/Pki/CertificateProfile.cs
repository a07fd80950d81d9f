using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Server.Pki;

/// <summary>What our certificates contain (RFC 5280): one method per kind, so that a review sees each profile whole.</summary>
internal static class CertificateProfile
{
    public static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    public static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    public static CertificateRequest Root(ECDsa key)
    {
        CertificateRequest request = Request("CN=OTA root CA", new PublicKey(key));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(CaUsages, critical: true));
        return request;
    }

    /// <summary>An intermediate that signs client certificates only, and no further CA.</summary>
    public static CertificateRequest ClientCa(string subject, ECDsa key)
    {
        CertificateRequest request = Request(subject, new PublicKey(key));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(CaUsages, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ClientAuthentication], critical: false));
        return request;
    }

    public static CertificateRequest Server(ECDsa key, X509Extension names)
    {
        CertificateRequest request = Leaf("CN=OTA server", new PublicKey(key), ServerAuthentication);
        request.CertificateExtensions.Add(names);
        return request;
    }

    public static CertificateRequest Client(string commonName, PublicKey key)
    {
        X500DistinguishedNameBuilder subject = new();
        subject.AddCommonName(commonName);
        return Leaf(subject.Build().Name, key, ClientAuthentication);
    }

    /// <summary>
    /// A client's certificate that is its own anchor. OpenSSL takes a certificate with a key usage for self-signed only if that has
    /// certificate signing, so it has none; the key identifiers tell several of one name apart.
    /// </summary>
    public static CertificateRequest Pinned(string commonName, ECDsa key)
    {
        CertificateRequest request = Request($"CN={commonName}", new PublicKey(key));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
            (X509SubjectKeyIdentifierExtension)request.CertificateExtensions[0]));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ClientAuthentication], critical: false));
        return request;
    }

    private static X509KeyUsageFlags CaUsages => X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;

    private static CertificateRequest Leaf(string subject, PublicKey key, Oid purpose)
    {
        CertificateRequest request = Request(subject, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([purpose], critical: false));
        return request;
    }

    private static CertificateRequest Request(string subject, PublicKey key)
    {
        CertificateRequest request = new(new X500DistinguishedName(subject), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
        return request;
    }
}

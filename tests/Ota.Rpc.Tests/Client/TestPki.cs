using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Rpc.Tests.Client;

/// <summary>A root, a server certificate for 127.0.0.1 and a client certificate, made once.</summary>
internal sealed class TestPki
{
    private TestPki()
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=test root", rootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 root = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(30));
        RootPem = root.ExportCertificatePem();
        (string serverPem, string serverKey) = Issue(root, "CN=server", serverAuth: true);
        Server = X509CertificateLoader.LoadPkcs12(X509Certificate2.CreateFromPem(serverPem, serverKey).Export(X509ContentType.Pfx), null);
        (ClientPem, ClientKeyPem) = Issue(root, "CN=vehicle-7", serverAuth: false);
    }

    public static TestPki Instance { get; } = new();

    public string RootPem { get; }

    public X509Certificate2 Server { get; }

    public string ClientPem { get; }

    public string ClientKeyPem { get; }

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    private static (string Certificate, string Key) Issue(X509Certificate2 root, string subject, bool serverAuth)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(serverAuth ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], critical: false));
        if (serverAuth)
        {
            SubjectAlternativeNameBuilder names = new();
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }
        using X509Certificate2 issued = request.Create(root, Now.AddDays(-1), Now.AddDays(20), RandomNumberGenerator.GetBytes(8));
        return (issued.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Ota.Testing;

namespace Ota.Mqtt.Tests;

/// <summary>A certification authority of one test, with a certificate for a server on 127.0.0.1.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly TempFolder _folder = new();

    public TestAuthority()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(RootFile, Root.ExportCertificatePem());
        Server = Issue("127.0.0.1");
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Server { get; }

    public string RootFile => _folder["authority.pem"];

    /// <summary>The files of certificate and key that <see cref="Issue"/> wrote for this name.</summary>
    public string[] FilesOf(string name) => [_folder[$"{name}.pem"], _folder[$"{name}.key"]];

    /// <summary>A certificate that begins and ends so many days from now.</summary>
    public X509Certificate2 Issue(string name, int from = -1, int to = 1, string? usage = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Root, true, false));
        if (usage is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        using X509Certificate2 certificate = request.Create(
            Root, DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(to), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(FilesOf(name)[0], certificate.ExportCertificatePem());
        File.WriteAllText(FilesOf(name)[1], key.ExportPkcs8PrivateKeyPem());
        using X509Certificate2 withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>TLS for a listener that trusts this authority's clients alone.</summary>
    public HttpsConnectionAdapterOptions Listen(ClientCertificateMode clients = ClientCertificateMode.RequireCertificate) => new()
    {
        ServerCertificate = Server,
        ClientCertificateMode = clients,
        ClientCertificateValidation = (certificate, _, _) => IsOurs(certificate),
    };

    public void Dispose()
    {
        Server.Dispose();
        Root.Dispose();
        _folder.Dispose();
    }

    private bool IsOurs(X509Certificate2 certificate)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}

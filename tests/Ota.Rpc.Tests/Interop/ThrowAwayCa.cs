using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Rpc.Tests.Interop;

/// <summary>A certificate authority that lives as long as one test class, with a server and a client certificate as PEM files.</summary>
public sealed class ThrowAwayCa : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ota-interop-ca-").FullName;
    private readonly X509Certificate2 _root;

    public ThrowAwayCa()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Interop test CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        _root = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        File.WriteAllText(RootFile, _root.ExportCertificatePem());
        Server = Issue("CN=localhost", ServerFiles);
        Client = Issue("CN=interop client", ClientFiles);
    }

    public string RootFile => Path.Combine(_folder, "ca.pem");

    /// <summary>Certificate and key of the server.</summary>
    public string[] ServerFiles => [Path.Combine(_folder, "server.pem"), Path.Combine(_folder, "server.key")];

    /// <summary>Certificate and key of the client.</summary>
    public string[] ClientFiles => [Path.Combine(_folder, "client.pem"), Path.Combine(_folder, "client.key")];

    public X509Certificate2 Server { get; }

    public X509Certificate2 Client { get; }

    /// <summary>Whether this authority issued the certificate, whatever the machine trusts.</summary>
    public bool Issued(X509Certificate2 certificate)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
        _root.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private X509Certificate2 Issue(string subject, string[] files)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, true, false));
        using X509Certificate2 bare = request.Create(_root, _root.NotBefore, _root.NotAfter, RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(files[0], bare.ExportCertificatePem());
        File.WriteAllText(files[1], key.ExportPkcs8PrivateKeyPem());
        return bare.CopyWithPrivateKey(key);
    }
}
